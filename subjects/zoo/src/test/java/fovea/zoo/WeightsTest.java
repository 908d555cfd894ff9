package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import fovea.data.Image;
import fovea.format.FormatException;
import fovea.format.NdArray;
import fovea.format.Npz;
import fovea.format.Safetensors;
import fovea.format.torch.TorchFile;
import fovea.nn.CheckpointException;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
    @TempDir
    private Path folder;

    private static SequencedMap<String, NdArray> arrays(String before) {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put(before + "weight", NdArray.ofFloats(new long[] {1, 2}, 3, 4));
        arrays.put(before + "bias", NdArray.ofFloats(new long[] {1}, 5));
        return arrays;
    }

    private static Linear linear() {
        return Linear.of(2, 1, new SplittableRandom(1));
    }

    private static void isFilled(Linear linear) {
        assertThat(linear.weight().get().toArray()).containsExactly(3, 4);
        assertThat(linear.bias().get().toArray()).containsExactly(5);
    }

    @Test
    void theFormatIsToldByTheContent() throws IOException {
        Path safetensors = folder.resolve("a.bin");
        Safetensors.write(safetensors, arrays(""), Map.of());
        Path torch = folder.resolve("b.bin");
        TorchFile.write(torch, arrays(""));
        Path npz = folder.resolve("c.bin");
        Npz.write(npz, arrays(""));
        Path index = Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"weight\":\"a.bin\",\"bias\":\"a.bin\"}}");
        for (Path file : List.of(safetensors, torch, npz, index)) {
            Linear linear = linear();
            Weights.load(linear, file);
            isFilled(linear);
        }
        Path other = Files.writeString(folder.resolve("d.bin"), "<html>404</html>");
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Weights.of(other))
                .withMessageContaining("is a web page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict.", "module.", "state_dict.module.", "model."})
    void whatTrainingProgramsPutAroundNamesIsTakenOff(String wrapping) {
        SequencedMap<String, NdArray> arrays = arrays(wrapping);
        if (wrapping.endsWith("dict.") || wrapping.equals("model.")) {
            arrays.put("optimizer.state.0.exp_avg", NdArray.ofFloats(new long[] {1}, 5));
        }
        Path file = folder.resolve("checkpoint.pth");
        TorchFile.write(file, arrays);
        Linear linear = linear();
        Weights.load(linear, file);
        isFilled(linear);
    }

    @Test
    void everythingThatDoesNotFitIsInOneMessage() {
        Path file = folder.resolve("x.safetensors");
        SequencedMap<String, NdArray> arrays = arrays("");
        arrays.remove("bias");
        arrays.put("weight", NdArray.ofFloats(new long[] {2}, 1, 2));
        arrays.put("extra", NdArray.ofFloats(new long[] {1}, 1));
        arrays.put("random", NdArray.ofInts(new long[] {3}, 1, 2, 3));
        Safetensors.write(file, arrays, Map.of());
        Linear linear = linear();
        float[] before = linear.weight().get().toArray();
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> Weights.load(linear, file))
                .withMessageContaining(
                        "%s: weight is f32[2] and this model's is f32[1, 2]; bias f32[1] is missing;".formatted(file))
                .withMessageContaining("extra has no place in this model")
                .withMessageContaining("random has no place in this model");
        assertThat(linear.weight().get().toArray()).isEqualTo(before);
    }

    static List<String> architectures() {
        return List.of("alexnet", "squeezenet1_0", "mobilenet_v2", "resnet18", "resnet20", "densenet121", "googlenet");
    }

    @ParameterizedTest
    @MethodSource
    void architectures(String name) {
        Layer model = Architectures.of(name, 3, 0, new SplittableRandom(1));
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        Variables.of(model).named().forEach((path, variable) -> {
            long[] shape = new long[variable.shape().rank()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = variable.shape().size(i);
            }
            arrays.put(
                    path,
                    NdArray.ofFloats(shape, new float[(int) variable.shape().elements()]));
        });
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, arrays, Map.of());
        try (Weights weights = Weights.of(file)) {
            assertThat(weights.classes()).hasValue(3);
            weights.into(model);
        }
    }

    @Test
    void aNetworkThatWasNeverFilledIsWholeOnceItsWeightsAreLoaded() {
        Layer drawn = Architectures.of("resnet20", 7, 0, new SplittableRandom(3));
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        Variables.of(drawn).named().forEach((name, variable) -> {
            long[] shape =
                    Arrays.stream(variable.shape().toArray()).asLongStream().toArray();
            arrays.put(name, NdArray.ofFloats(shape, variable.get().toArray()));
        });
        Path file = folder.resolve("seven.safetensors");
        Safetensors.write(file, arrays, Map.of());
        Layer unfilled = Architectures.unfilled("resnet20", 7);
        assertThat(Variables.of(unfilled).named().get("conv1.weight").get().toArray())
                .containsOnly(0);
        Weights.load(unfilled, file);
        Tensor x = Tensor.ones(Shape.of(1, 3, 32, 32));
        assertThat(unfilled.forward(x).toArray()).isEqualTo(drawn.forward(x).toArray());
    }

    @Test
    void namesThatThereAreNoneOfAreRefused() {
        BiConsumer<String, String> refused = (name, why) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> Architectures.of(name, 3, 0, new SplittableRandom(1)))
                .withMessageContaining(why);
        refused.accept("resnet19", "there is no network resnet19");
        refused.accept("vgg16_bn2", "squeezenet1_1");
        assertThat(Architectures.names()).doesNotHaveDuplicates().contains("vgg16_bn", "resnet152", "resnet110");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        torchvision: RGB/255, mean .485/.456/.406, std .229/.224/.225 (BGR order) | resize 256, crop 224, mean 0.485/0.456/0.406, std 0.229/0.224/0.225
        RGB 224: x/127.5-1 | resize 256, crop 224, mean 0.5/0.5/0.5, std 0.5/0.5/0.5
        RGB/255, 224x224 | resize 256, crop 224, mean 0.0/0.0/0.0, std 1.0/1.0/1.0
        resize 342, crop 299, mean 0.5/0.5/0.5, std 0.5/0.5/0.5 | resize 342, crop 299, mean 0.5/0.5/0.5, std 0.5/0.5/0.5
        """)
    void preprocessingIsReadFromWords(String words, String expected) {
        assertThat(Preprocessing.parse(words, Preprocessing.IMAGENET)).hasToString("Optional[" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "mean 1/2/3", "resize 10, crop 20, x/127.5-1", "mean 0/0/0, std 1/0/1"})
    void whatSaysNothingIsNotGuessed(String words) {
        assertThat(Preprocessing.parse(words, Preprocessing.IMAGENET)).isEmpty();
    }

    @Test
    void picturesAreScaledCutAndNormalized() {
        byte[] pixels = new byte[6 * 4 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 3 == 0 ? 255 : 0);
        }
        Preprocessing two = new Preprocessing(4, 2, Preprocessing.HALVES.normalization());
        float[] x = two.apply(Image.of(6, 4, 3, pixels));
        assertThat(x).containsExactly(1, -1, -1, 1, -1, -1, 1, -1, -1, 1, -1, -1);
    }

    @Test
    void imageNetHasItsThousandClassesInOrder() {
        assertThat(ImageNet.classes())
                .hasSize(1000)
                .startsWith("tench", "goldfish")
                .endsWith("toilet tissue");
        assertThat(ImageNet.classes().get(207)).isEqualTo("golden retriever");
    }
}
