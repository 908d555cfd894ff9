package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.data.Image;
import fovea.data.Normalization;
import fovea.device.Device;
import fovea.device.Region;
import fovea.nn.CheckpointException;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Weights trained elsewhere, loaded unchanged, must recognize what they did there. */
class PretrainedTest {

    private static final String WEIGHTS = "weights/cifar10-resnet20.safetensors";
    private static final String IMAGES = "cifar10/cifar10-lossless-2000train-1000test.zip";

    @Test
    void aResNet20TrainedInPyTorchRecognizesCifar10() throws IOException {
        Path data = data();
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
        float[] last = Normalization.IMAGENET.apply(image);
        float[] x = new float[3 * 1024];
        for (int i = 0; i < x.length; i++) {
            x[i % 3 * 1024 + i / 3] = last[i];
        }
        float[] logits = Region.run(() -> model.forward(Tensor.of(Shape.of(1, 3, 32, 32), x)))
                .toArray();
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    @Test
    void weightsOfAnotherModelAreRefusedByName() {
        Path data = data();
        ResNet model = ResNet.cifar(32, 3, 10, new SplittableRandom(1));
        assertThatThrownBy(() -> Weights.load(model, data.resolve(WEIGHTS)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "cifar10-resnet20.safetensors: layer1.3.conv1.weight f32[16, 16, 3, 3] is missing");
    }

    private static byte[] entry(ZipFile zip, String part) throws IOException {
        var entry =
                zip.stream().filter(e -> e.getName().contains(part)).findFirst().orElseThrow();
        return zip.getInputStream(entry).readAllBytes();
    }

    private static Path data() {
        Optional<Path> data = Optional.ofNullable(System.getenv("FOVEA_DATA")).map(Path::of);
        Path folder = Path.of("").toAbsolutePath();
        while (data.isEmpty() && folder != null) {
            Path beside = folder.resolve("shared/data");
            data = Files.isDirectory(beside) ? Optional.of(beside) : data;
            folder = folder.getParent();
        }
        assumeTrue(
                data.isPresent()
                        && Files.exists(data.get().resolve(WEIGHTS))
                        && Files.exists(data.get().resolve(IMAGES)),
                "no " + WEIGHTS + " and " + IMAGES + " in $FOVEA_DATA");
        return data.orElseThrow();
    }
}
