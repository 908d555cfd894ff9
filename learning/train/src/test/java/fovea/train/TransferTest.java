package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Loader;
import fovea.device.Device;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.ParameterGroups;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training of parts, and models that answer together. */
class TransferTest {
    private static final Device PLAIN = Device.named("reference");

    @TempDir
    private Path folder;

    @Test
    void theLastLayersLearnAndTheOthersStay() {
        PLAIN.use(() -> {
            Layer model = Tiny.model(1);
            assertThat(Transfer.layers(model).keySet()).containsExactly("0", "1", "4");
            float[] conv = value(model, "0.weight");
            float[] norm = value(model, "1.weight");
            float[] head = value(model, "4.weight");
            Training training = Training.of(
                            model, Sgd.of(model, 0.9, 1e-3), Schedule.constant(0.05), Loss::crossEntropy)
                    .withLearned(Transfer.last(model, 2));
            new Trainer(training, List.of()).fit(Tiny.train(), Tiny.held(), 1, Position.START);
            assertThat(value(model, "0.weight")).isEqualTo(conv);
            assertThat(value(model, "1.weight")).isNotEqualTo(norm);
            assertThat(value(model, "4.weight")).isNotEqualTo(head);
            assertThatThrownBy(() -> Transfer.last(model, 4)).hasMessageContaining("the model has 3 with parameters");
            return 0;
        });
    }

    private static float[] value(Layer model, String name) {
        return Variables.of(model).named().get(name).get().toArray();
    }

    /** Steps of plain descent along gradients of 1 show the rates. */
    @Test
    void ratesFallFromLayerToLayerAndANormalizationLearnsAsTheLayerBeforeIt() {
        PLAIN.use(() -> {
            Layer model = Tiny.model(1);
            float conv = value(model, "0.weight")[0];
            float norm = value(model, "1.weight")[0];
            float head = value(model, "4.weight")[0];
            ParameterGroups groups = Transfer.layerRates(model, 0.25, Sgd::of);
            groups.setLearningRate(0.5);
            assertThat(groups.learningRate().get().item()).isEqualTo(0.5);
            Map<Parameter, Tensor> ones = new LinkedHashMap<>();
            model.parameters().forEach(each -> ones.put(each, Tensor.ones(each.shape())));
            groups.step(ones);
            assertThat(value(model, "4.weight")[0]).isCloseTo(head - 0.5f, within(1e-6f));
            assertThat(value(model, "1.weight")[0]).isCloseTo(norm - 0.125f, within(1e-6f));
            assertThat(value(model, "0.weight")[0]).isCloseTo(conv - 0.125f, within(1e-6f));
            assertThat(groups.groups()).hasSize(2);
            assertThatThrownBy(() -> Transfer.layerRates(model, 1.5, Sgd::of))
                    .hasMessageContaining("a layer's rate is 1.5 times the next one's");
            return 0;
        });
    }

    @Test
    void adviceIsTheCoursesTable() {
        assertThat(approach(50, Transfer.Similarity.SIMILAR)).isEqualTo(Transfer.Approach.PROBE);
        assertThat(approach(5000, Transfer.Similarity.SIMILAR)).isEqualTo(Transfer.Approach.FEW_LAYERS);
        assertThat(approach(5000, Transfer.Similarity.DIFFERENT)).isEqualTo(Transfer.Approach.MANY_LAYERS);
        assertThat(Transfer.recommend(50, Transfer.Similarity.DIFFERENT).reason())
                .contains("in trouble");
    }

    private static Transfer.Approach approach(double perClass, Transfer.Similarity similarity) {
        return Transfer.recommend(perClass, similarity).approach();
    }

    @Test
    void anEnsembleAnswersWithTheMeanOfProbabilities() {
        PLAIN.use(() -> {
            Linear a = Linear.of(4, 3, new SplittableRandom(1));
            Linear b = Linear.of(4, 3, new SplittableRandom(2));
            Tensor x = Tensor.of(Shape.of(2, 4), 1f, -2, 3, 0.5f, 0, 1, -1, 2);
            float[] ya = a.forward(x).toArray();
            float[] yb = b.forward(x).toArray();
            float[] found = new Ensemble(List.of(a, b)).forward(x).toArray();
            for (int i = 0; i < found.length; i++) {
                double mean = (softmax(ya, i) + softmax(yb, i)) / 2;
                assertThat(Math.exp(found[i])).isCloseTo(mean, within(1e-6));
            }
            return 0;
        });
    }

    @Test
    void whatOneHoldsForImpossibleCostsAnEnsembleNoMoreThanIsRight() {
        PLAIN.use(() -> {
            float[] found = new Ensemble(List.of(x -> x, x -> x))
                    .forward(Tensor.of(Shape.of(1, 2), 200f, 0))
                    .toArray();
            assertThat(found[0]).isCloseTo(0, within(1e-6f));
            assertThat(found[1]).isCloseTo(-200, within(1e-3f));
            return 0;
        });
    }

    private static double softmax(float[] logits, int i) {
        double sum = 0;
        for (int k = i / 3 * 3; k < i / 3 * 3 + 3; k++) {
            sum += Math.exp(logits[k]);
        }
        return Math.exp(logits[i]) / sum;
    }

    @Test
    void everyCycleLeavesASnapshot() {
        PLAIN.use(() -> {
            Layer model = Tiny.model(1);
            Loader train = Tiny.train();
            Schedule schedule = Schedule.snapshots(0.1, 2);
            RunFolder run = new RunFolder(folder).create();
            new Trainer(
                            Training.of(model, Sgd.of(model, 0.9, 0), schedule, Loss::crossEntropy),
                            List.of(new Snapshots(run, model, 2)))
                    .fit(train, Tiny.held(), 4, Position.START);
            Layer first = Tiny.model(2);
            assertThat(Checkpoint.load(run.snapshot(1), first).step()).isEqualTo(6);
            Layer second = Tiny.model(2);
            assertThat(Checkpoint.load(run.snapshot(2), second).step()).isEqualTo(12);
            assertThat(value(second, "4.weight"))
                    .isEqualTo(value(model, "4.weight"))
                    .isNotEqualTo(value(first, "4.weight"));
            assertThat(run.snapshot(3)).doesNotExist();
            return 0;
        });
        Schedule schedule = Schedule.snapshots(0.1, 2);
        assertThat(schedule.at(0, 12)).isEqualTo(0.1);
        assertThat(schedule.at(3, 12)).isCloseTo(0.05, within(1e-12));
        assertThat(schedule.at(6, 12)).as("up again").isEqualTo(0.1);
    }

    @Test
    void aScheduleThatIsShorterThanTheRunIsRefused() {
        PLAIN.use(() -> {
            Layer model = Tiny.model(1);
            Trainer trainer =
                    new Trainer(model, Sgd.of(), (step, _) -> 0.01 * (2 - step), Loss::crossEntropy, List.of());
            assertThatThrownBy(() -> trainer.fit(Tiny.train(), Tiny.held(), 3, Position.START))
                    .hasMessageContaining("the rate after 3 of 9 steps is -0.01")
                    .hasMessageContaining("for the whole run");
            return 0;
        });
    }
}
