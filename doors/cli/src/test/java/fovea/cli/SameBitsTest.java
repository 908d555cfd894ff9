package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.scenes.Scenes;
import fovea.device.Device;
import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.tensor.Window;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed on the same device with as many threads gives the same numbers, to the last bit, in any process. */
class SameBitsTest {
    private static final int STEPS = 100;
    private static final int BATCH = 32;
    private static final int EPOCHS = 5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void twoProcessesTrainAlike(int threads) throws IOException, InterruptedException {
        List<String> first = train(threads);
        assertThat(first.getFirst()).contains("oneDNN").endsWith(threads == 1 ? "1 thread" : "2 threads");
        assertThat(first.stream().filter(line -> line.startsWith("loss"))).hasSize(STEPS);
        assertThat(first.stream().filter(line -> line.startsWith("variable"))).hasSizeGreaterThan(10);
        assertThat(train(threads)).isEqualTo(first);
    }

    /** What a process of its own says that trains with so many threads. */
    private static List<String> train(int threads) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:ActiveProcessorCount=" + threads,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    /** Trains a small net with everything that might depend on threads: shuffling, augmentation, convolutions, sums over a batch. */
    static final class Training {
        private Training() {}

        /** Prints the device, the bits of every loss, and a checksum of each variable's bits after the last step. */
        public static void main(String[] arguments) {
            System.out.println(Device.best().description());
            SplittableRandom random = new SplittableRandom(42);
            Layer model = Sequential.of(
                    Conv2dLayer.unbiased(3, 16, Window.of(3, 3).withPadding(1), random),
                    BatchNormLayer.of(16),
                    Tensor::relu,
                    MaxPoolLayer.of(2),
                    Conv2dLayer.of(16, 24, Window.of(3, 3).withStride(2).withPadding(1), random),
                    Tensor::relu,
                    new Flatten(),
                    Linear.of(24 * 64, 10, random));
            DataSet set = DataSet.of(
                    "scenes",
                    new Scenes(0, STEPS / EPOCHS * BATCH, 32, 1).inMemory(),
                    new Scenes(1, BATCH, 32, 1).inMemory());
            LoaderOptions options = LoaderOptions.training(BATCH, 7)
                    .withAugmentation(Augmentation.padAndCrop(2).then(Augmentation.flip()))
                    .withThreads(2, 3);
            Sgd optimizer = Sgd.of(model, 0.9, 5e-4);
            new Trainer(model, optimizer, Schedule.oneCycle(0.05), Loss::crossEntropy, List.of(Training::show))
                    .fit(
                            new Loader(set.train(), set.normalization(), options),
                            new Loader(set.test(), set.normalization(), LoaderOptions.evaluation(BATCH)),
                            EPOCHS,
                            Position.START);
            Variables.of(Map.of("model", model, "optimizer", optimizer)).named().forEach(Training::show);
        }

        private static void show(TrainEvent event) {
            if (event instanceof TrainEvent.StepDone done) {
                System.out.println("loss " + Double.toHexString(done.loss()));
            }
        }

        private static void show(String path, Variable variable) {
            CRC32 sum = new CRC32();
            for (float x : variable.get().toArray()) {
                int bits = Float.floatToRawIntBits(x);
                for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                    sum.update(bits >>> shift);
                }
            }
            System.out.printf(Locale.ROOT, "variable %s %08x%n", path, sum.getValue());
        }
    }
}
