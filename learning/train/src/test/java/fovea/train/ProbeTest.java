package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataException;
import fovea.data.FeatureSource;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.device.Device;
import fovea.nn.Conv2dLayer;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A last layer that learns from features computed once. */
class ProbeTest {
    private static final Device PLAIN = Device.named("reference");

    @TempDir
    private Path folder;

    private static Layer model() {
        SplittableRandom random = new SplittableRandom(3);
        return Sequential.of(
                Conv2dLayer.of(3, 4, Window.of(3, 3).withStride(2).withPadding(1), random),
                Tensor::relu,
                new Flatten(),
                Linear.of(4 * 64, 10, random));
    }

    private static Loader pictures(LoaderOptions options) {
        return new Loader(Tiny.SET.train(), Tiny.SET.normalization(), options);
    }

    private static List<Double> losses(Training training, Loader train, Loader held) {
        List<Double> losses = new ArrayList<>();
        new Trainer(training, List.of(event -> {
                    switch (event) {
                        case TrainEvent.StepDone done -> losses.add(done.loss());
                        case TrainEvent.EpochDone done -> losses.add(done.held().loss());
                        default -> {}
                    }
                }))
                .fit(train, held, 3, Position.START);
        return losses;
    }

    /** The same steps on the same pictures, and the whole network has what was learned. */
    @Test
    void aProbeLearnsWhatTheLastLayerOfAFrozenNetworkDoes() {
        PLAIN.use(() -> {
            LoaderOptions options = LoaderOptions.training(20, 5);
            Layer frozen = model();
            List<Double> expected = losses(
                    Training.of(frozen, Sgd.of(frozen, 0.9, 1e-3), Schedule.oneCycle(0.02), Loss::crossEntropy)
                            .withLearned(Transfer.last(frozen, 1)),
                    pictures(options),
                    Tiny.held());
            Layer model = model();
            Probe probe = Probe.of(model);
            FeatureSource features = probe.features(pictures(LoaderOptions.evaluation(32)));
            assertThat(features.size()).isEqualTo(70);
            assertThat(features.channels()).isEqualTo(256);
            assertThat(features.label(69)).isEqualTo(Tiny.SET.train().label(69));
            Training training = Training.of(
                            probe, Sgd.of(probe.last(), 0.9, 1e-3), Schedule.oneCycle(0.02), Loss::crossEntropy)
                    .withLearned(probe.last().parameters());
            List<Double> found = losses(
                    training,
                    new Loader(features, options),
                    new Loader(probe.features(Tiny.held()), LoaderOptions.evaluation(16)));
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-4));
            }
            assertThat(found.getLast()).isLessThan(found.getFirst());
            assertThat(value(model, "3.weight")).containsExactly(value(frozen, "3.weight"), within(1e-4f));
            assertThat(value(model, "3.weight")).isNotEqualTo(value(model(), "3.weight"));
            assertThat(value(model, "0.weight")).isEqualTo(value(model(), "0.weight"));
            Path file = folder.resolve("probe.safetensors");
            Checkpoint.save(file, probe, training.carried(), Position.START);
            Layer whole = model();
            Checkpoint.load(file, whole);
            assertThat(value(whole, "3.weight")).isEqualTo(value(model, "3.weight"));
            return 0;
        });
    }

    private static float[] value(Layer model, String name) {
        return Variables.of(model).named().get(name).get().toArray();
    }

    @Test
    void aNetworkThatDoesNotEndInALinearLayerIsRefused() {
        PLAIN.use(() -> {
            SplittableRandom random = new SplittableRandom(3);
            Layer conv = Sequential.of(Conv2dLayer.of(3, 10, Window.of(16, 16), random), new Flatten());
            assertThatThrownBy(() -> Probe.of(conv))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("the last layer is 0 with [[10, 3, 16, 16], [10]]")
                    .hasMessageContaining("ends in a linear layer");
            assertThatThrownBy(() -> Probe.of(Tensor::relu)).hasMessageContaining("the last layer is none");
            Layer bent = Sequential.of(model(), (Layer) y -> y.mul(2));
            assertThatThrownBy(() -> Probe.of(bent).features(Tiny.held()))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("something else by");
            return 0;
        });
    }

    @Test
    void featuresThatWouldFillTheHeapAreRefused() {
        Probe.checkRoom(1000, 1000, 5_000_000);
        assertThatThrownBy(() -> Probe.checkRoom(1000, 1000, 4_900_000))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("features of 1,000 pictures, 1,000 numbers each, take 3 MB")
                .hasMessageContaining("larger heap");
        assertThatThrownBy(() -> Probe.checkRoom(3_000_000, 1000, Long.MAX_VALUE))
                .hasMessageContaining("3,000,000 pictures");
    }
}
