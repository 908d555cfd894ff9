package fovea.train.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.format.FormatException;
import fovea.train.DivergedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudyTest {
    private static final Landscapes RATES = Landscapes.RATES;

    @TempDir
    private Path folder;

    /** Curves that fall, cross, and now and then fail. */
    private static final TrialObjective TRAINING = (at, epochs, progress) -> {
        if (at.number("lr") > 0.3) {
            throw new DivergedException("loss is NaN", 7, at.number("lr"), "");
        }
        for (int epoch = 1; epoch <= epochs && progress.goesOn(RATES.at(at) * (1 + 1.0 / epoch)); epoch++) {}
    };

    static List<Search> searches() {
        return List.of(
                new Grid(5), new RandomTrials(1), new CoarseToFine(1, 8), new Tpe(1), new SuccessiveHalving(1, 18));
    }

    /** All but how long it took. */
    private static List<Object> of(Trial trial) {
        return List.of(
                trial.number(), trial.configuration(), trial.epochs(), trial.losses(), trial.ending(), trial.reason());
    }

    private static List<List<Object>> of(List<Trial> trials) {
        return trials.stream().map(StudyTest::of).toList();
    }

    /** Killed while the ninth trial runs, and again while a line is being written. */
    @ParameterizedTest
    @MethodSource("searches")
    void aStudyThatWasCutOffGoesOnAsIfItWasNot(Search search) throws IOException {
        for (int parallel : new int[] {1, 3}) {
            Study study = Study.of(RATES.space(), search, 24, 9)
                    .withStopping(Stopping.median())
                    .withParallel(parallel);
            List<List<Object>> whole = of(study.run(TRAINING));
            Path file = folder.resolve("trials-%d.csv".formatted(parallel));
            AtomicInteger begun = new AtomicInteger();
            assertThatThrownBy(() -> study.run(
                            (at, epochs, progress) -> {
                                if (begun.incrementAndGet() == 9) {
                                    throw new Killed();
                                }
                                TRAINING.run(at, epochs, progress);
                            },
                            file))
                    .isInstanceOf(Killed.class);
            String text = Files.readString(file);
            assertThat(text.lines().count()).isBetween(7L, 11L);
            Files.writeString(file, text.substring(0, text.length() - 5));
            assertThat(of(study.run(TRAINING, file))).isEqualTo(whole);
            assertThat(of(study.run(
                            (_, _, _) -> {
                                throw new AssertionError("nothing is left to do");
                            },
                            file)))
                    .isEqualTo(whole);
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void gridAndRandomSearchAreAlikeOnAnyNumberOfThreads() {
        for (Search search : List.of(new Grid(4), new RandomTrials(2))) {
            Study study = Study.of(RATES.space(), search, 16, 3);
            assertThat(of(study.withParallel(4).run(TRAINING))).isEqualTo(of(study.run(TRAINING)));
        }
    }

    @Test
    void anotherStudysFileIsRefusedAndLeftAsItWas() throws IOException {
        Path file = folder.resolve("trials.csv");
        Study.of(RATES.space(), new RandomTrials(1), 3, 1).run(RATES.objective(), file);
        byte[] before = Files.readAllBytes(file);
        for (Study other : List.of(
                Study.of(RATES.space(), new RandomTrials(2), 3, 1),
                Study.of(RATES.space(), new RandomTrials(1), 3, 2),
                Study.of(RATES.space(), new RandomTrials(1), 2, 1),
                Study.of(Landscapes.BRANIN.space(), new RandomTrials(1), 3, 1))) {
            assertThatThrownBy(() -> other.run(RATES.objective(), file))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("trials.csv")
                    .hasMessageContaining("in another folder");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        Files.writeString(file, Files.readString(file).replace("COMPLETE", "DONE"));
        assertThatThrownBy(
                        () -> Study.of(RATES.space(), new RandomTrials(1), 3, 1).run(RATES.objective(), file))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("trial 0 cannot be read");
    }

    @Test
    void aSpaceWithoutAFiniteTrialEndsInOneMessage() {
        List<Trial> trials =
                Study.of(RATES.space(), new RandomTrials(1), 4, 1).run((_, _, progress) -> progress.goesOn(Double.NaN));
        assertThatThrownBy(() -> Trial.best(trials))
                .isInstanceOf(TuningException.class)
                .hasMessageMatching(
                        "none of 4 trials gave a finite loss; the first, lr=.* weight-decay=.*, ended with: loss is"
                                + " NaN after epoch 1\n  search elsewhere: lower learning rates first");
        assertThat(Study.of(RATES.space(), new SuccessiveHalving(1, 9), 13, 9)
                        .run((_, _, progress) -> progress.goesOn(Double.POSITIVE_INFINITY)))
                .as("nobody is promoted")
                .hasSize(9);
    }

    /** Of five complete trials with losses 1 to 5 at once, the median of means is 3. */
    @Test
    void theMedianRuleStopsWhatIsWorseThanHalf() {
        double[] heights = {1, 2, 3, 4, 5, 3.5, 3, 2.9};
        int[] made = new int[heights.length];
        List<Trial> trials = Study.of(RATES.space(), new RandomTrials(1), heights.length, 4)
                .withStopping(Stopping.median())
                .run((at, epochs, progress) -> {
                    int trial = 0;
                    while (made[trial] > 0) {
                        trial++;
                    }
                    do {
                        made[trial]++;
                    } while (progress.goesOn(heights[trial]) && made[trial] < epochs);
                });
        assertThat(made).containsExactly(4, 4, 4, 4, 4, 1, 4, 4);
        assertThat(trials.get(5).ending()).isEqualTo(Trial.Ending.STOPPED);
        assertThat(Trial.best(trials).number()).isZero();
    }

    @Test
    void eventsComeInOrder() {
        List<String> heard = new ArrayList<>();
        Study.of(RATES.space(), new RandomTrials(1), 3, 1)
                .withParallel(2)
                .withListener(event -> heard.add(
                        switch (event) {
                            case TuneEvent.Began began -> "began " + began.number();
                            case TuneEvent.Ended ended ->
                                "ended " + ended.trial().number();
                        }))
                .run(RATES.objective());
        assertThat(heard).containsExactly("began 0", "began 1", "ended 0", "began 2", "ended 1", "ended 2");
    }

    /** The loss is all learning rate: 1 less what four groups leave within themselves. */
    @Test
    void whatMatteredExplainsTheVariance() {
        Study study = Study.of(RATES.space(), new RandomTrials(4), 64, 1);
        List<Importance> found =
                Importance.of(study.run((at, _, progress) -> progress.goesOn(Math.log10(at.number("lr")))));
        assertThat(found).extracting(Importance::name).containsExactly("lr", "weight-decay");
        // n = 64 ranks in 4 groups of 16: within = 4 · 16 · (16² − 1) / 12, in all 64 · (64² − 1) / 12
        double within = 4 * 16 * 255 / 12.0;
        double all = 64 * 4095 / 12.0;
        assertThat(found.getFirst().share()).isCloseTo((all - within - 3 * within / 60) / all, within(1e-12));
        assertThat(found.get(1).share()).isBetween(0.0, 0.15);
    }

    @Test
    void theLandscapeIsHighWhereTrialsWere() {
        List<Trial> trials = Study.of(RATES.space(), new Grid(9), 81, 1).run(RATES.objective());
        Landscape seen = Landscape.of(trials, "lr", "weight-decay");
        double[][] losses = seen.losses();
        assertThat(seen.across()[0]).isEqualTo(1e-6);
        assertThat(losses[13][12]).isLessThan(losses[13][0]).isLessThan(losses[0][12]);
        assertThat(Landscape.of(trials.subList(0, 1), "lr", "weight-decay").losses()[24][24])
                .isNaN();
    }
}
