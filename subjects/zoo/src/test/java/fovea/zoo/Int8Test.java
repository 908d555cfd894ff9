package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import fovea.data.Image;
import fovea.data.Normalization;
import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Inference;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Networks trained elsewhere must recognize in 8 bits what they do in 32. */
class Int8Test {
    private static final String CIFAR = "cifar10/cifar10-lossless-2000train-1000test.zip";
    private static final String PHOTOS = "photos/imagenet-photos.zip";

    @BeforeAll
    static void needsAFastDevice() {
        assumeFalse(Device.best().name().equals("reference"), "the plain device takes seconds for each image");
    }

    /**
     * In how many of how many both find the same class likeliest, the largest difference of logits in units of the largest, and all
     * differences in squares over all logits in squares, of which the root.
     */
    private record Agreement(int same, int of, double off, double error) {
        @Override
        public String toString() {
            return "%d of %d answers the same, logits within %.3f of the largest, relative error %.4f"
                    .formatted(same, of, off, error);
        }
    }

    private static Agreement agreement(Layer model, List<Tensor> examples, List<Tensor> images) {
        Shape shape = images.getFirst().shape();
        Inference single = model.compile(shape);
        Inference eight = model.compileInt8(shape, examples);
        int same = 0;
        int of = 0;
        double off = 0;
        double squares = 0;
        double all = 0;
        for (Tensor x : images) {
            float[] expected = Region.run(() -> single.forward(x)).toArray();
            float[] given = Region.run(() -> eight.forward(x)).toArray();
            int classes = expected.length / shape.size(0);
            for (int from = 0; from < expected.length; from += classes) {
                same += best(expected, from, classes) == best(given, from, classes) ? 1 : 0;
                of++;
                double largest = 0;
                double far = 0;
                for (int i = from; i < from + classes; i++) {
                    largest = Math.max(largest, Math.abs(expected[i]));
                    far = Math.max(far, Math.abs(expected[i] - given[i]));
                    squares += Math.pow(expected[i] - given[i], 2);
                    all += Math.pow(expected[i], 2);
                }
                off = Math.max(off, far / largest);
            }
        }
        return new Agreement(same, of, off, Math.sqrt(squares / all));
    }

    private static int best(float[] logits, int from, int classes) {
        int best = from;
        for (int i = from; i < from + classes; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best - from;
    }

    @Test
    void aResNet20RecognizesCifar10() throws IOException {
        String weights = "weights/cifar10-resnet20.safetensors";
        Path data = PretrainedTest.data(weights, CIFAR);
        ResNet model = ResNet.cifar(20, 3, 10, new SplittableRandom(1));
        Weights.load(model, data.resolve(weights));
        try (ZipFile zip = new ZipFile(data.resolve(CIFAR).toFile())) {
            Agreement agreement = agreement(
                    model,
                    rows(PretrainedTest.entry(zip, "batch_0"), 0, 100),
                    rows(PretrainedTest.entry(zip, "batch_50"), 0, 1000));
            assertThat(agreement.same).as(agreement.toString()).isGreaterThanOrEqualTo(990);
        }
    }

    /** Images of a sheet that has one a row, by hundreds. */
    private static List<Tensor> rows(byte[] sheet, int from, int to) throws IOException {
        Image image = Image.decode(sheet, "images");
        List<Tensor> batches = new ArrayList<>();
        int pixels = 3 * 32 * 32;
        for (int first = from; first < to; first += 100) {
            float[] x = new float[100 * pixels];
            for (int i = 0; i < 100; i++) {
                Image row =
                        Image.of(32, 32, 3, image.crop(first + i, 0, 1, 1024).pixels());
                PretrainedTest.planes(Normalization.IMAGENET.apply(row), 32, x, i * pixels);
            }
            batches.add(Tensor.of(Shape.of(100, 3, 32, 32), x));
        }
        return batches;
    }

    @Test
    void aSqueezeNetSeesTheSameInPhotographs() throws IOException {
        Agreement agreement = photographs("squeezenet1_1", "squeezenet1_1-caffe-fp16src.safetensors");
        assertThat(agreement.same).as(agreement.toString()).isGreaterThanOrEqualTo(47);
    }

    @Test
    void aMobileNetSeesTheSameInPhotographs() throws IOException {
        Agreement agreement = photographs("mobilenet_v2", "mobilenet_v2-tf2-int8src-f16.safetensors");
        assertThat(agreement.same).as(agreement.toString()).isGreaterThanOrEqualTo(47);
    }

    private static Agreement photographs(String name, String file) throws IOException {
        Path data = PretrainedTest.data("weights/" + file, PHOTOS);
        Layer model = Architectures.of(name, 1000, 0, new SplittableRandom(1));
        Preprocessing preprocessing;
        try (Weights weights = Weights.of(data.resolve("weights/" + file))) {
            weights.into(model);
            preprocessing = weights.preprocessing(Preprocessing.IMAGENET).orElseThrow();
        }
        List<Tensor> photos = new ArrayList<>();
        try (ZipFile zip = new ZipFile(data.resolve(PHOTOS).toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(e -> e.getName().endsWith(".JPEG")).toList()) {
                Image photo = Image.decode(zip.getInputStream(entry).readAllBytes(), entry.getName());
                float[] x = new float[3 * 224 * 224];
                PretrainedTest.planes(preprocessing.apply(photo), 224, x, 0);
                photos.add(Tensor.of(Shape.of(1, 3, 224, 224), x));
            }
        }
        assertThat(photos).hasSize(64);
        return agreement(model, photos.subList(0, 16), photos.subList(16, 64));
    }
}
