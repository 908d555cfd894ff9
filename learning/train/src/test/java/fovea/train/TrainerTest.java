package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.device.Device;
import fovea.device.Pool;
import fovea.format.CsvTable;
import fovea.nn.CheckpointException;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.tensor.Tensor;
import fovea.train.optim.Adam;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private static final Device PLAIN = Device.named("reference");

    @TempDir
    private Path folder;

    @Test
    void aModelLearnsOneBatchByHeart() {
        PLAIN.use(() -> {
            Layer model = Tiny.model(3);
            Loader one =
                    new Loader(Tiny.SET.train().first(10), Tiny.SET.normalization(), LoaderOptions.training(10, 1));
            List<Double> losses = new ArrayList<>();
            Trainer trainer = new Trainer(
                    model, Adam.of(model), Schedule.constant(0.01), Loss::crossEntropy, List.of(collectLosses(losses)));
            Position end = trainer.fit(one, Tiny.held(), 40, Position.START);
            assertThat(end.step()).isEqualTo(40);
            assertThat(losses.getFirst()).isBetween(1.5, 4.0);
            assertThat(losses.getLast()).isLessThan(0.05);
            return end;
        });
    }

    private static Consumer<TrainEvent> collectLosses(List<Double> losses) {
        return event -> {
            if (event instanceof TrainEvent.StepDone done) {
                losses.add(done.loss());
            }
        };
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        assertThat(bits(whole())).isNotEmpty().isEqualTo(bits(whole()));
    }

    @Test
    void aRunInterruptedWithinAnEpochAndResumedEndsInTheSameBits() {
        PLAIN.use(() -> {
            Layer model = Tiny.model(1);
            Tiny whole = new Tiny(model, Sgd.of(model, 0.9, 5e-4).withNesterov());
            RunFolder there = new RunFolder(folder.resolve("whole")).create();
            run(whole, there, Position.START, Integer.MAX_VALUE);

            RunFolder here = new RunFolder(folder.resolve("cut")).create();
            Position cut = run(fresh(), here, Position.START, 5);
            assertThat(cut.epoch()).isEqualTo(1);
            assertThat(cut.batch()).isEqualTo(2);
            Tiny resumed = fresh();
            Position from = Checkpoint.load(here.last(), resumed.model(), resumed.optimizer());
            assertThat(from).isEqualTo(cut);
            run(resumed, here, from, Integer.MAX_VALUE);

            assertThat(bits(resumed)).isEqualTo(bits(whole));
            assertThat(numbers(here)).hasSize(3).isEqualTo(numbers(there));
            return 0;
        });
    }

    private static Tiny fresh() {
        Layer model = Tiny.model(1);
        return new Tiny(model, Sgd.of(model, 0.9, 5e-4).withNesterov());
    }

    /** Three epochs of three steps, stopped after the {@code last} step. */
    private static Position run(Tiny tiny, RunFolder folder, Position from, int last) {
        try (MetricsLog log = MetricsLog.of(folder, from)) {
            Trainer[] trainer = new Trainer[1];
            trainer[0] = tiny.trainer(List.of(log, new Checkpoints(folder, tiny.training(), 1e9), event -> {
                if (event.at().step() == last) {
                    trainer[0].stop();
                }
            }));
            return trainer[0].fit(Tiny.train(), Tiny.held(), 3, from);
        }
    }

    private static Tiny whole() {
        return PLAIN.use(() -> {
            Tiny tiny = fresh();
            tiny.trainer(List.of()).fit(Tiny.train(), Tiny.held(), 2, Position.START);
            return tiny;
        });
    }

    private static Map<String, List<Integer>> bits(Tiny tiny) {
        Map<String, List<Integer>> bits = new TreeMap<>();
        Variables.of(Map.of("model", tiny.model(), "optimizer", tiny.optimizer()))
                .named()
                .forEach((path, variable) -> {
                    List<Integer> each = new ArrayList<>();
                    for (float element : variable.get().toArray()) {
                        each.add(Float.floatToRawIntBits(element));
                    }
                    bits.put(path, each);
                });
        return bits;
    }

    /** The rows of the metrics without those that the clock decides. */
    private static List<List<String>> numbers(RunFolder folder) {
        return CsvTable.read(folder.metrics()).rows().stream()
                .map(row -> row.subList(0, 7))
                .toList();
    }

    @Test
    void aRunTellsWhatHappensInOrder() {
        PLAIN.use(() -> {
            List<String> told = new ArrayList<>();
            Tiny tiny = fresh();
            tiny.trainer(List.of(event -> told.add(
                            event.getClass().getSimpleName() + " " + event.at().step())))
                    .fit(Tiny.train(), Tiny.held(), 1, Position.START);
            assertThat(told)
                    .containsExactly("Began 0", "StepDone 1", "StepDone 2", "StepDone 3", "EpochDone 3", "Ended 3");
            return 0;
        });
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunAndNamesStepAndRate() {
        PLAIN.use(() -> {
            Layer model = Sequential.of(Tensor::flatten, Linear.of(3 * 256, 10, new SplittableRandom(1)));
            Trainer trainer = new Trainer(model, Sgd.of(), Schedule.constant(1e39), Loss::crossEntropy, List.of());
            assertThatThrownBy(() -> trainer.fit(Tiny.train(), Tiny.held(), 9, Position.START))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageMatching("(?s)loss is (NaN|Infinity) at step 2, learning rate 1.000e\\+39; "
                            + "first variable that is not finite: 1.weight.*lower the learning rate.*");
            return 0;
        });
    }

    @Test
    void aCheckpointOfAnotherModelIsRefusedAndChangesNothing() {
        PLAIN.use(() -> {
            RunFolder run = new RunFolder(folder).create();
            Checkpoint.save(run.last(), Linear.of(2, 3, new SplittableRandom(1)), Position.START);
            Tiny tiny = fresh();
            var before = bits(tiny);
            assertThatThrownBy(() -> Checkpoint.load(run.last(), tiny.model(), tiny.optimizer()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("last.safetensors")
                    .hasMessageContaining("is missing");
            assertThatThrownBy(() -> Checkpoint.load(run.last(), tiny.model())).isInstanceOf(CheckpointException.class);
            assertThat(bits(tiny)).isEqualTo(before);
            return 0;
        });
    }

    @Test
    void memoryIsFlatFromTheSecondEpochOn() {
        PLAIN.use(() -> {
            List<Long> used = new ArrayList<>();
            Tiny tiny = fresh();
            tiny.trainer(List.of(event -> {
                        if (event instanceof TrainEvent.EpochDone) {
                            used.add(Pool.HOST.used());
                        }
                    }))
                    .fit(Tiny.train(), Tiny.held(), 4, Position.START);
            assertThat(used.get(3)).isLessThanOrEqualTo(used.get(1));
            return 0;
        });
    }

    @Test
    void theSurestMistakesComeFirst() {
        PLAIN.use(() -> {
            Score score = new Evaluator(Tiny.model(1), Loss::crossEntropy).run(Tiny.held());
            assertThat(score.images()).isEqualTo(30);
            assertThat(score.mistakes()).hasSize((int) (30 - score.confusion().correct()));
            assertThat(score.mistakes()).isSortedAccordingTo((a, b) -> Double.compare(b.sureness(), a.sureness()));
            return 0;
        });
    }
}
