package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.data.Image;
import fovea.data.Normalization;
import fovea.device.Device;
import fovea.device.Region;
import fovea.format.Safetensors;
import fovea.graph.Inference;
import fovea.nn.CheckpointException;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Weights trained elsewhere, loaded unchanged, must recognize what they did there. */
class PretrainedTest {

    private static final String WEIGHTS = "weights/cifar10-resnet20.safetensors";
    private static final int BATCH = 16;
    private static final int PIXELS = 3 * 224 * 224;
    private static final String LOGITS = "photos/reference_logits.safetensors";
    private static final String IMAGES = "cifar10/cifar10-lossless-2000train-1000test.zip";

    @Test
    void aResNet20TrainedInPyTorchRecognizesCifar10() throws IOException {
        Path data = data(WEIGHTS, IMAGES);
        ResNet model = ResNet.cifar(20, 3, 10, new SplittableRandom(1));
        Weights.load(model, data.resolve(WEIGHTS));
        try (ZipFile zip = new ZipFile(data.resolve(IMAGES).toFile())) {
            byte[] labels = entry(zip, "label"); // of 50,000 training images, then of 10,000 test images
            Image sheet = Image.decode(entry(zip, "batch_50"), "test images");
            // The plain device takes a second for each image.
            int count = Device.best().name().equals("reference") ? 16 : 1000;
            int first = 50_000;
            int correct = 0;
            for (int i = 0; i < count; i++) {
                correct += recognize(model, sheet, i) == labels[first + i] ? 1 : 0;
            }
            assertThat(correct / (double) count).isGreaterThanOrEqualTo(count == 1000 ? 0.915 : 0.8);
        }
    }

    private static int recognize(ResNet model, Image sheet, int row) {
        Image image = Image.of(32, 32, 3, sheet.crop(row, 0, 1, 1024).pixels());
        Tensor x = planes(Normalization.IMAGENET.apply(image), 32);
        float[] logits = Region.run(() -> model.forward(x)).toArray();
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    @Test
    void weightsOfAnotherModelAreRefusedByName() {
        Path data = data(WEIGHTS, IMAGES);
        ResNet model = ResNet.cifar(32, 3, 10, new SplittableRandom(1));
        assertThatThrownBy(() -> Weights.load(model, data.resolve(WEIGHTS)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "cifar10-resnet20.safetensors: layer1.3.conv1.weight f32[16, 16, 3, 3] is missing");
    }

    /** An answer for 10 classes becomes one for 4: all but the last layer is taken. */
    @Test
    void whatFitsCanBeTakenForAModelOfOtherClasses() {
        Path data = data(WEIGHTS);
        ResNet model = ResNet.cifar(20, 3, 4, new SplittableRandom(1));
        try (Weights weights = Weights.of(data.resolve(WEIGHTS))) {
            assertThatThrownBy(() -> weights.into(model))
                    .hasMessageContaining("linear.weight is f32[10, 64] and this model's is f32[4, 64]; linear.bias")
                    .hasMessageContaining("2 of another shape, 0 missing, 0 without a place");
            assertThat(weights.fittingInto(model).misshapen()).hasSize(2);
        }
    }

    @Test
    void aSqueezeNetAnswersAsInPyTorch() {
        Path data = data("weights/squeezenet1_1-caffe-fp16src.safetensors", LOGITS);
        SqueezeNet model = SqueezeNet.v11(1000, 0.5, new SplittableRandom(1));
        Weights.load(model, data.resolve("weights/squeezenet1_1-caffe-fp16src.safetensors"));
        answers(model, data, "logits.squeezenet1_1", Normalization.IMAGENET);
    }

    @Test
    void aMobileNetAnswersAsInPyTorch() {
        Path data = data("weights/mobilenet_v2-tf2-int8src-f16.safetensors", LOGITS);
        MobileNetV2 model = MobileNetV2.of(1000, 0.2, new SplittableRandom(1));
        Weights.load(model, data.resolve("weights/mobilenet_v2-tf2-int8src-f16.safetensors"));
        List<Double> half = List.of(0.5, 0.5, 0.5);
        answers(model, data, "logits.mobilenet_v2_torchpad", new Normalization(half, half));
    }

    @Test
    void aSqueezeNetSeesInPhotographsWhatItDoesInPyTorch() throws IOException {
        seesTheSame("squeezenet1_1", "squeezenet1_1-caffe-fp16src.safetensors", "squeezenet1_1");
    }

    @Test
    void aMobileNetSeesInPhotographsWhatItDoesInPyTorch() throws IOException {
        seesTheSame("mobilenet_v2", "mobilenet_v2-tf2-int8src-f16.safetensors", "mobilenet_v2_torchpad");
    }

    /** From the JPEG on: decoded, scaled and cropped as Pillow does, and the five likeliest classes in the same order. */
    private static void seesTheSame(String name, String file, String key) throws IOException {
        Path data = data("weights/" + file, "photos/imagenet-photos.zip", "photos/expected_top5.json");
        Layer model = Architectures.of(name, 1000, 0, new SplittableRandom(1));
        Preprocessing preprocessing;
        try (Weights weights = Weights.of(data.resolve("weights/" + file))) {
            assertThat(weights.classes()).hasValue(1000);
            weights.into(model);
            preprocessing = weights.preprocessing(Preprocessing.IMAGENET).orElseThrow();
        }
        Map<String, List<Integer>> expected = top5(data.resolve("photos/expected_top5.json"), key);
        assertThat(expected).hasSize(64);
        try (ZipFile zip =
                new ZipFile(data.resolve("photos/imagenet-photos.zip").toFile())) {
            // The plain device takes seconds for each photograph.
            int count = Device.best().name().equals("reference") ? 1 : expected.size();
            List<String> photos = expected.keySet().stream().limit(count).toList();
            int size = Math.min(count, BATCH);
            Shape shape = Shape.of(size, 3, 224, 224);
            Inference ready = model.compile(shape);
            for (int from = 0; from < count; from += size) {
                List<String> batch = photos.subList(from, from + size);
                float[] x = new float[batch.size() * PIXELS];
                for (int n = 0; n < batch.size(); n++) {
                    Image photo = Image.decode(entry(zip, batch.get(n)), batch.get(n));
                    planes(preprocessing.apply(photo), 224, x, n * PIXELS);
                }
                float[] logits =
                        Region.run(() -> ready.forward(Tensor.of(shape, x))).toArray();
                for (int n = 0; n < batch.size(); n++) {
                    assertThat(top5(Arrays.copyOfRange(logits, n * 1000, (n + 1) * 1000)))
                            .as(batch.get(n))
                            .isEqualTo(expected.get(batch.get(n)));
                }
            }
        }
    }

    private static List<Integer> top5(float[] logits) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logits[i]))
                .limit(5)
                .toList();
    }

    /** The lists under a net's name, which are all that its part of the file holds. */
    private static Map<String, List<Integer>> top5(Path file, String net) throws IOException {
        String json = Files.readString(file);
        int from = json.indexOf("\"" + net + "\"", json.indexOf("\"top5\""));
        String part = json.substring(from, json.indexOf('}', from));
        Map<String, List<Integer>> lists = new LinkedHashMap<>();
        Matcher matcher =
                Pattern.compile("\"([^\"]+\\.JPEG)\": *\\[([0-9, ]+)]").matcher(part);
        while (matcher.find()) {
            List<Integer> five = Stream.of(matcher.group(2).split(", *"))
                    .map(Integer::valueOf)
                    .toList();
            lists.put(matcher.group(1), five);
        }
        return lists;
    }

    /** Eight photographs: as far off as a thousandth of the largest logit. */
    private static void answers(Layer model, Path data, String key, Normalization normalization) {
        int count = Device.best().name().equals("reference") ? 1 : 8;
        try (Safetensors open = Safetensors.open(data.resolve(LOGITS))) {
            byte[] pixels = open.array("input_uint8_nhwc").data().toArray(ValueLayout.JAVA_BYTE);
            float[] expected = open.array(key).toFloats();
            for (int n = 0; n < count; n++) {
                int size = 3 * 224 * 224;
                Image image = Image.of(224, 224, 3, Arrays.copyOfRange(pixels, n * size, (n + 1) * size));
                Tensor x = planes(normalization.apply(image), 224);
                float[] logits = Region.run(() -> model.forward(x)).toArray();
                float[] wanted = Arrays.copyOfRange(expected, n * 1000, (n + 1) * 1000);
                float largest = 0;
                for (float each : wanted) {
                    largest = Math.max(largest, Math.abs(each));
                }
                assertThat(logits).usingComparatorWithPrecision(1e-3f * largest).containsExactly(wanted);
            }
        }
    }

    /** Colors one after another, where they were side by side. */
    private static Tensor planes(float[] last, int side) {
        float[] x = new float[last.length];
        planes(last, side, x, 0);
        return Tensor.of(Shape.of(1, 3, side, side), x);
    }

    static void planes(float[] last, int side, float[] x, int at) {
        for (int i = 0; i < last.length; i++) {
            x[at + i % 3 * side * side + i / 3] = last[i];
        }
    }

    static byte[] entry(ZipFile zip, String part) throws IOException {
        var entry =
                zip.stream().filter(e -> e.getName().contains(part)).findFirst().orElseThrow();
        return zip.getInputStream(entry).readAllBytes();
    }

    static Path data(String... files) {
        Optional<Path> data = Optional.ofNullable(System.getenv("FOVEA_DATA")).map(Path::of);
        Path folder = Path.of("").toAbsolutePath();
        while (data.isEmpty() && folder != null) {
            Path beside = folder.resolve("shared/data");
            data = Files.isDirectory(beside) ? Optional.of(beside) : data;
            folder = folder.getParent();
        }
        assumeTrue(
                data.isPresent() && Stream.of(files).map(data.get()::resolve).allMatch(Files::exists),
                "no " + String.join(" and ", files) + " in $FOVEA_DATA");
        return data.orElseThrow();
    }
}
