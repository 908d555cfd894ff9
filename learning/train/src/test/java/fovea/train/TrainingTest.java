package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataException;
import fovea.data.Image;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.MemorySource;
import fovea.data.Normalization;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.device.Device;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.tensor.Tensor;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.train.optim.WeightAverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each choice of a {@link Training} does, and what it says when numbers end. */
class TrainingTest {
    private static final Device PLAIN = Device.named("reference");

    @TempDir
    private Path folder;

    private static Layer dense() {
        return Sequential.of(new Flatten(), Linear.of(3 * 256, 10, new SplittableRandom(4)));
    }

    private static Loader batches(int size) {
        return new Loader(
                Tiny.SET.train(),
                Tiny.SET.normalization(),
                LoaderOptions.training(size, 5).withDropLast(false));
    }

    private static Training training(Layer model) {
        return Training.of(model, Sgd.of(model, 0.9, 1e-3), Schedule.cosine(0.05), Loss::crossEntropy);
    }

    private static List<TrainEvent> fit(Training training, Loader train, int epochs) {
        List<TrainEvent> told = new ArrayList<>();
        new Trainer(training, List.of(told::add)).fit(train, Tiny.held(), epochs, Position.START);
        return told;
    }

    private static List<TrainEvent.StepDone> steps(List<TrainEvent> told) {
        return told.stream()
                .filter(TrainEvent.StepDone.class::isInstance)
                .map(TrainEvent.StepDone.class::cast)
                .toList();
    }

    private static float[] weights(Layer model) {
        return Variables.of(model).named().get("1.weight").get().toArray();
    }

    /** 70 images: steps of 48 and 22, at once and as batches of 16, 16, 16 and 16, 6. */
    @Test
    void aStepOfSeveralBatchesIsThatOfOneLargeBatch() {
        PLAIN.use(() -> {
            Layer large = dense();
            List<TrainEvent.StepDone> expected = steps(fit(training(large), batches(48), 2));
            Layer small = dense();
            List<TrainEvent.StepDone> found = steps(fit(training(small).withAccumulation(3), batches(16), 2));
            assertThat(found).hasSize(4);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).loss()).isCloseTo(expected.get(i).loss(), within(1e-5));
                assertThat(found.get(i).learningRate())
                        .isEqualTo(expected.get(i).learningRate());
            }
            assertThat(weights(small)).containsExactly(weights(large), within(2e-6f));
            assertThat(weights(small)).isNotEqualTo(weights(dense()));
            return 0;
        });
    }

    @Test
    void inSixteenBitsTheLossIsRoundedAndTheWeightsAreNot() {
        PLAIN.use(() -> {
            double single = steps(fit(training(Tiny.model(1)), batches(70), 1))
                    .getFirst()
                    .loss();
            Layer model = Tiny.model(1);
            double narrow = steps(fit(training(model).withPrecision(Precision.BF16), batches(70), 1))
                    .getFirst()
                    .loss();
            assertThat(narrow).isNotEqualTo(single).isCloseTo(single, within(0.02 * single));
            assertThat(model.parameters().getFirst().spec().dtype().name()).isEqualTo("F32");
            double finer = steps(fit(training(Tiny.model(1)).withPrecision(Precision.F16), batches(70), 1))
                    .getFirst()
                    .loss();
            assertThat(finer).isNotEqualTo(single).isCloseTo(single, within(0.002 * single));
            return 0;
        });
    }

    @Test
    void averagesAreMeasuredAndKeptAndTheWeightsGoOn() {
        PLAIN.use(() -> {
            Layer model = Tiny.model(1);
            Training training = training(model).withAverage(WeightAverage.exponential(model, 0.8));
            RunFolder run = new RunFolder(folder).create();
            List<Score> scores = new ArrayList<>();
            new Trainer(training, List.of(new Checkpoints(run, training, 1e9), event -> {
                        if (event instanceof TrainEvent.EpochDone done) {
                            scores.add(done.held());
                        }
                    }))
                    .fit(Tiny.train(), Tiny.held(), 3, Position.START);
            Layer read = Tiny.model(2);
            Checkpoint.load(run.averaged(), read);
            assertThat(new Evaluator(read, Loss::crossEntropy).run(Tiny.held()).loss())
                    .isEqualTo(scores.getLast().loss());
            Layer last = Tiny.model(2);
            Checkpoint.load(run.last(), last);
            assertThat(last.parameters().getFirst().get().toArray())
                    .isEqualTo(model.parameters().getFirst().get().toArray())
                    .isNotEqualTo(read.parameters().getFirst().get().toArray());
            return 0;
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"BF16", "F16"})
    void aRunWithAllChoicesThatIsCutEndsInTheSameBits(Precision precision) {
        PLAIN.use(() -> {
            RunFolder whole = new RunFolder(folder.resolve("whole")).create();
            RunFolder cut = new RunFolder(folder.resolve("cut")).create();
            Position end = go(precision, whole, Position.START, Long.MAX_VALUE);
            Position at = go(precision, cut, Position.START, 3);
            assertThat(at.batch()).isEqualTo(2);
            assertThat(go(precision, cut, at, Long.MAX_VALUE).step())
                    .isEqualTo(end.step())
                    .isEqualTo(4);
            for (Path file : List.of(Path.of("last.safetensors"), Path.of("averaged.safetensors"))) {
                assertThat(arrays(cut.last().resolveSibling(file)))
                        .isNotEmpty()
                        .isEqualTo(arrays(whole.last().resolveSibling(file)));
            }
            return 0;
        });
    }

    private static Position go(Precision precision, RunFolder run, Position from, long last) {
        Layer model = Tiny.model(1);
        Optimizer optimizer = Sgd.of(model, 0.9, 1e-3);
        Training training = Training.of(model, optimizer, Schedule.oneCycle(0.1), Loss::crossEntropy)
                .withAccumulation(2)
                .withPrecision(precision)
                .withAverage(WeightAverage.exponential(model, 0.9));
        if (from.step() > 0) {
            assertThat(Checkpoint.load(run.last(), model, training.carried())).isEqualTo(from);
        }
        Trainer[] trainer = new Trainer[1];
        trainer[0] = new Trainer(training, List.of(new Checkpoints(run, training, 1e9), event -> {
            if (event.at().step() == last) {
                trainer[0].stop();
            }
        }));
        return trainer[0].fit(Tiny.train(), Tiny.held(), 2, from);
    }

    private static java.util.Map<String, List<Integer>> arrays(Path file) {
        java.util.Map<String, List<Integer>> bits = new java.util.TreeMap<>();
        try (fovea.format.Safetensors open = fovea.format.Safetensors.open(file)) {
            open.arrays().forEach((name, array) -> {
                List<Integer> each = new ArrayList<>();
                for (float value : array.toFloats()) {
                    each.add(Float.floatToRawIntBits(value));
                }
                bits.put(name, each);
            });
        }
        return bits;
    }

    @Test
    void aRunThatIsNoBetterForTooLongEnds() {
        PLAIN.use(() -> {
            Layer model = dense();
            Training still = Training.of(model, Sgd.of(), Schedule.constant(0), Loss::crossEntropy)
                    .withPatience(2);
            List<TrainEvent> told = fit(still, batches(35), 9);
            assertThat(told.getLast()).isInstanceOfSatisfying(TrainEvent.Ended.class, end -> {
                assertThat(end.ending()).isEqualTo(TrainEvent.Ending.NO_BETTER);
                assertThat(end.at().epoch()).as("the first is the best").isEqualTo(3);
                assertThat(end.at().bestEpoch()).isEqualTo(1);
                assertThat(new Trainer(still, List.of()).fit(batches(35), Tiny.held(), 9, end.at()))
                        .as("once more")
                        .isEqualTo(end.at());
            });
            return 0;
        });
    }

    @Test
    void theLayerInWhichNumbersEndIsNamedAndNothingIsChanged() {
        PLAIN.use(() -> {
            Layer model = Sequential.of(
                    new Flatten(),
                    Linear.of(3 * 256, 8, new SplittableRandom(1)),
                    Tensor::relu,
                    (Layer) x -> x.mul(1e38).mul(1e38),
                    Linear.of(8, 10, new SplittableRandom(2)));
            float[] before = weights(model);
            assertThatThrownBy(() -> fit(training(model), batches(35), 1))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageMatching(
                            "(?s)loss is NaN at step 1, learning rate 0.05000; first that is not finite: 3, "
                                    + "after values up to \\S+ in 2.*");
            assertThat(weights(model)).isEqualTo(before);
            return 0;
        });
    }

    @Test
    void pixelsThatAreNoNumbersAreToldAsSuch() {
        PLAIN.use(() -> {
            Normalization broken = new Normalization(List.of(0.5, Double.NaN, 0.5), List.of(1.0, 1.0, 1.0));
            Loader loader = new Loader(Tiny.SET.train(), broken, LoaderOptions.evaluation(35));
            assertThatThrownBy(() -> fit(training(dense()), loader, 1))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("pixel (0, 0) is NaN once normalized");
            return 0;
        });
    }

    @Test
    void aLabelOutsideTheClassesIsToldWithItsImage() {
        PLAIN.use(() -> {
            Image gray = Tiny.SET.train().get(0).image();
            Source twelve = new MemorySource(
                    List.of(new Sample("good", gray, 0), new Sample("bad", gray, 11)),
                    java.util.stream.IntStream.range(0, 12)
                            .mapToObj(String::valueOf)
                            .toList());
            Loader loader = new Loader(twelve, Tiny.SET.normalization(), LoaderOptions.evaluation(2));
            assertThatThrownBy(() -> fit(training(dense()), loader, 1))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("bad: its label is 11, and the model tells 10 classes apart");
            return 0;
        });
    }
}
