package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.onnx.OnnxExport;
import fovea.tensor.Shape;
import fovea.zoo.LeNet5;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class SummaryCommandTest {

    @Test
    void vgg16IsSummedUpAsInTheLecture() {
        Said said = Said.fovea("summary", "vgg16");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("features.0", "conv 3×3 padding 1", "[1, 64, 224, 224]", "102,764,544");
        assertThat(said.lastLine()).startsWith("138,357,544 parameters (553.4 MB), 15,470,264,320 multiply-adds, ");
    }

    @Test
    void theInputMayHaveAnotherShape() {
        Said said = Said.fovea("summary", "alexnet", "--input", "2,3,227,227");
        assertThat(said.out()).contains("[2, 64, 56, 56]");
        assertThat(Said.fovea("summary", "alexnet", "--input", "3,227,227").code())
                .isEqualTo(2);
    }

    @Test
    void machinesGetOneObject() {
        Said said = Said.fovea("summary", "lenet5", "--json");
        assertThat(said.out())
                .hasLineCount(1)
                .startsWith("{\"model\":\"lenet5\"")
                .contains("\"parameters\":61706", "\"receptive_rows\":{\"first\":-2,\"size\":5,\"jump\":1,\"start\":0");
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), said.out())) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void aRunFolderIsSummedUp(@TempDir Path folder) throws Exception {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 12);
        Path run = folder.resolve("run");
        Said trained = Said.fovea(
                "train",
                "--data",
                "folder:" + pictures,
                "--model",
                "linear",
                "--epochs",
                1,
                "--batch-size",
                4,
                "--image-size",
                8,
                "--out",
                run);
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(Said.fovea("summary", run).lastLine()).startsWith((3 * 64 * 2 + 2) + " parameters");
    }

    /** A file has a row for each node with something to tell; the arithmetic is that of the model it was written from. */
    @Test
    void anOnnxFileIsSummedUpNodeByNode(@TempDir Path folder) {
        Path file = folder.resolve("net.onnx");
        OnnxExport.write(file, LeNet5.of(Shape.of(1, 28, 28), 10, new SplittableRandom(1)), Shape.of(1, 1, 28, 28));
        Said said = Said.fovea("summary", file);
        assertThat(said.code()).as(said.err()).isZero();
        String model = Said.fovea("summary", "lenet5").lastLine();
        assertThat(said.lastLine()).startsWith(model.substring(0, model.indexOf("adds") + 4));
        assertThat(said.out().lines().filter(line -> line.startsWith("Conv_")))
                .hasSize(2)
                .first()
                .asString()
                .containsPattern("Conv 5×5 padding 2 +\\[1, 6, 28, 28] +156 +117,600 +5×5");
        assertThat(said.out().lines().filter(line -> line.startsWith("Gemm_")))
                .hasSize(3)
                .last()
                .asString()
                .containsPattern("Gemm +\\[1, 10] +850 +840");
        assertThat(Said.fovea("summary", file, "--input", "4,1,28,28").out()).contains("[4, 6, 28, 28]");
        assertThat(Said.fovea("summary", file, "--input", "4,3,28,28").err()).contains("Conv", "cannot be run on");
    }

    @Test
    void anUnknownModelIsNamed() {
        Said said = Said.fovea("summary", "vgg17");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("there is no model called vgg17", "vgg16", "resnet152");
    }

    /** Every name is a model that fits the input it is given where none is named. */
    @TestFactory
    Stream<DynamicTest> smallModelsFitTheirInput() {
        return Stream.of(
                        "linear",
                        "mlp",
                        "lenet5",
                        "lenet1989",
                        "resnet20",
                        "resnet110",
                        "three_layer_convnet",
                        "cifar_quick",
                        "convnetjs",
                        "small_vgg",
                        "squeezenet1_1",
                        "mobilenet_v2",
                        "googlenet")
                .map(name -> dynamicTest(
                        name,
                        () -> assertThat(Said.fovea("summary", name).code()).isZero()));
    }
}
