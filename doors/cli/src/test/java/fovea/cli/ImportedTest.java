package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.format.Safetensors;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.onnx.OnnxExport;
import fovea.onnx.OnnxFile;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.train.Checkpoint;
import fovea.train.Position;
import fovea.zoo.ResNet;
import fovea.zoo.SqueezeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network out of an ONNX file learns other classes, and its run is used as any other is. */
class ImportedTest {
    private static final Pattern LOSS = Pattern.compile("\"loss\":([0-9.eE-]+)");
    private static final Shape IMAGE = Shape.of(1, 3, 32, 32);

    @TempDir
    private Path folder;

    private Path pictures;
    private Path file;
    private Path run;

    @BeforeEach
    void paint() throws IOException {
        pictures = Pictures.twoClasses(folder.resolve("pictures"), 20);
        file = folder.resolve("seven.onnx");
        run = folder.resolve("run");
    }

    private Said train(int epochs, Object... more) {
        Object[] words = {
            "train", "--from", file, "--data", "folder:" + pictures, "--epochs", epochs, "--batch-size", 8, "--out", run
        };
        return Said.fovea(Stream.of(words, more).flatMap(Stream::of).toArray());
    }

    private static double loss(Said said) {
        assertThat(said.code()).as(said.err()).isZero();
        Matcher matcher = LOSS.matcher(said.lastLine());
        assertThat(matcher.find()).as(said.out()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private void write(Layer layer) {
        OnnxExport.write(file, layer, IMAGE);
    }

    @Test
    void itsLastLayerIsReplacedAndTheRunNeedsTheFileNoMore() throws IOException {
        Layer seven = ResNet.cifar(20, 3, 7, new SplittableRandom(3));
        write(seven);
        double trained = loss(train(2, "--freeze-all-but", 1, "--json"));
        Files.delete(file);
        try (Safetensors after = Safetensors.open(run.resolve("checkpoints/last.safetensors"))) {
            assertThat(after.arrays().get("linear.weight").shape()).containsExactly(2, 64);
            assertThat(after.arrays().keySet())
                    .containsAll(Variables.of(seven).named().keySet());
        }
        assertThat(loss(Said.fovea("eval", run, "--json"))).isCloseTo(trained, within(1e-5));
        assertThat(loss(Said.fovea("train", "--resume", run, "--json"))).isEqualTo(trained);
        assertThat(Said.fovea("predict", run, pictures.resolve("above/picture03.png"))
                        .out())
                .contains("picture03.png: ", "above", "below");
        assertThat(Said.fovea("summary", run).out()).contains("BatchNormalization", "[1, 2]");
        Path again = folder.resolve("two.onnx");
        Said exported = Said.fovea("export", run, again, "--json");
        assertThat(exported.lastLine()).contains("\"input\":\"[N, 3, 32, 32]\"", "[\"above\",\"below\"]");
        assertThat(OnnxFile.read(again).parts().keySet())
                .containsAll(Variables.of(seven).named().keySet());
    }

    @Test
    void allLearnsButTheStatisticsOfBatchNormalization() {
        Layer seven = ResNet.cifar(20, 3, 7, new SplittableRandom(3));
        write(seven);
        assertThat(train(1).code()).isZero();
        Path start = folder.resolve("before.safetensors");
        Checkpoint.save(start, seven, Position.START);
        try (Safetensors before = Safetensors.open(start);
                Safetensors after = Safetensors.open(run.resolve("checkpoints/last.safetensors"))) {
            Variables.of(seven).named().forEach((name, variable) -> {
                if (!name.startsWith("linear.")) {
                    boolean isSame =
                            after.arrays().get(name).equals(before.arrays().get(name));
                    assertThat(isSame).as(name).isEqualTo(variable instanceof State);
                }
            });
        }
    }

    @Test
    void aProbeLearnsOnItsFeatures() {
        write(ResNet.cifar(20, 3, 7, new SplittableRandom(3)));
        Said said = train(20, "--probe", "--lr", 0.1, "--json");
        assertThat(said.out()).as(said.err()).contains("\"accuracy\":1.0");
        assertThat(loss(Said.fovea("eval", run, "--json"))).isCloseTo(loss(said), within(1e-4));
    }

    @Test
    void aConvolutionAsTheLastLayerIsReplacedToo() {
        write(SqueezeNet.v11(7, 0.5, new SplittableRandom(3)));
        double trained = loss(train(1, "--freeze-all-but", 1, "--json"));
        assertThat(loss(Said.fovea("eval", run, "--json"))).isCloseTo(trained, within(1e-5));
    }

    @Test
    void whatCannotLearnIsRefusedBeforeAnythingIsMade() throws IOException {
        write(x -> x.mean(2, 3));
        refused("seven.onnx: the network: has no layer that learns", "Gemm");
        Files.writeString(file, "nothing");
        refused("seven.onnx: ");
        Files.delete(file);
        refused("seven.onnx: is no file");
        OnnxExport.write(file, ResNet.cifar(20, 1, 7, new SplittableRandom(3)), Shape.of(1, 1, 32, 32));
        refused("has pictures of 3 channels, and " + file + " expects 1");
    }

    private void refused(String... parts) {
        Said said = train(1);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains(parts).doesNotContain("\tat ", "fault of Fovea");
        assertThat(run).doesNotExist();
    }
}
