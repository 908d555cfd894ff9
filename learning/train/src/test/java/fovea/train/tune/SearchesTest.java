package fovea.train.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.train.tune.Dimension.Choice;
import fovea.train.tune.Dimension.LogUniform;
import fovea.train.tune.Dimension.Uniform;
import fovea.train.tune.Dimension.Whole;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchesTest {
    private static final int TRIALS = 60;
    private static final int SEEDS = 20;

    private static double best(Landscapes landscape, Search search) {
        return Trial.best(Study.of(landscape.space(), search, TRIALS, 1).run(landscape.objective()))
                .loss();
    }

    /** The median over seeds of the best of 60 trials. */
    private static double median(Landscapes landscape, LongFunction<Search> search) {
        double[] best = LongStream.range(0, SEEDS)
                .mapToDouble(seed -> best(landscape, search.apply(seed)))
                .sorted()
                .toArray();
        return (best[SEEDS / 2 - 1] + best[SEEDS / 2]) / 2;
    }

    @Test
    void theFunctionsHaveTheirPublishedMinima() {
        Landscapes branin = Landscapes.BRANIN;
        double x = branin.space().dimensions().get(0).place(Math.PI);
        double y = branin.space().dimensions().get(1).place(2.275);
        assertThat(branin.at(branin.space().at(x, y))).isCloseTo(0.397887, within(1e-6));
        Landscapes hartmann = Landscapes.HARTMANN;
        assertThat(hartmann.at(hartmann.space().at(.20169, .150011, .476874, .275332, .311652, .6573)))
                .isCloseTo(-3.32237, within(1e-5));
    }

    /** Bergstra et al. 2011, tables 1 and 2, are of the same kind: as many trials, a smaller loss. */
    @ParameterizedTest
    @EnumSource(Landscapes.class)
    void learningFromTrialsFindsMoreThanChance(Landscapes landscape) {
        double chance = median(landscape, RandomTrials::new);
        assertThat(median(landscape, Tpe::new)).isLessThan(chance);
        assertThat(median(landscape, seed -> new CoarseToFine(seed, TRIALS / 3)))
                .isLessThan(chance);
    }

    @Test
    void anEstimatorKeepsToTheOptionThatIsBest() {
        Space space = Space.of(new Choice("optimizer", List.of("sgd", "adam", "muon")), new Whole("width", 1, 9));
        List<Trial> trials = Study.of(space, new Tpe(1), TRIALS, 1)
                .run((at, _, progress) -> progress.goesOn(
                        (at.text("optimizer").equals("adam") ? 0 : 10) + Math.abs(at.whole("width") - 7)));
        assertThat(trials.subList(20, TRIALS))
                .filteredOn(trial -> trial.configuration().text("optimizer").equals("adam"))
                .hasSizeGreaterThan(28); // of 40; 13 by chance
        assertThat(Trial.best(trials).loss()).isZero();
    }

    @Test
    void aGridHasTheEndsAndEveryCombinationOnce() {
        Space space =
                Space.of(new LogUniform("lr", 1e-4, 1), new Choice("kind", List.of("a", "b")), new Whole("size", 1, 9));
        Grid grid = Grid.within(space, 29);
        assertThat(grid).isEqualTo(new Grid(3));
        List<Trial> trials = Study.of(space, grid, 100, 1).run((_, _, progress) -> progress.goesOn(1));
        assertThat(trials).hasSize(18).extracting(Trial::configuration).doesNotHaveDuplicates();
        assertThat(trials.get(1).configuration().toString()).isEqualTo("lr=1.0E-4 kind=a size=5");
        assertThat(trials.get(6).configuration().number("lr")).isCloseTo(1e-2, within(1e-15));
        assertThat(trials.get(17).configuration().toString()).isEqualTo("lr=1.0 kind=b size=9");
    }

    /** Half of the draws of a rate from 1e-4 to 1 are below 1e-2; half of the draws of a share are below a half. */
    @Test
    void drawsAreEvenInTheirOwnScale() {
        Space space = Space.of(new LogUniform("lr", 1e-4, 1), new Uniform("share", 0, 1), new Whole("size", 3, 6));
        List<Configuration> drawn =
                Study.of(space, new RandomTrials(3), 2_000, 1).run((_, _, progress) -> progress.goesOn(1)).stream()
                        .map(Trial::configuration)
                        .toList();
        assertThat(drawn.stream().filter(at -> at.number("lr") < 1e-2).count()).isBetween(930L, 1070L);
        assertThat(drawn.stream().filter(at -> at.number("share") < 0.5).count())
                .isBetween(930L, 1070L);
        assertThat(drawn.stream().filter(at -> at.whole("size") == 6).count()).isBetween(435L, 565L);
    }

    /** Losses that fall with the epochs towards a height of their own: half the epochs, and as good an end. */
    @Test
    void halvingFindsTheBestInFewerEpochs() {
        Landscapes rates = Landscapes.RATES;
        TrialObjective training = (at, epochs, progress) -> {
            for (int epoch = 1; epoch <= epochs && progress.goesOn(rates.at(at) + 5.0 / epoch); epoch++) {}
        };
        SuccessiveHalving halving = new SuccessiveHalving(5, 27);
        assertThat(halving.rungs(27))
                .containsExactly(
                        new SuccessiveHalving.Rung(0, 27, 1),
                        new SuccessiveHalving.Rung(27, 9, 3),
                        new SuccessiveHalving.Rung(36, 3, 9),
                        new SuccessiveHalving.Rung(39, 1, 27));
        List<Trial> raced =
                Study.of(rates.space(), halving, halving.trials(27), 27).run(training);
        List<Trial> whole = Study.of(rates.space(), new RandomTrials(5), 27, 27).run(training);
        assertThat(raced).hasSize(40);
        assertThat(Trial.best(raced).configuration())
                .isEqualTo(Trial.best(whole).configuration());
        assertThat(epochs(raced)).isEqualTo(4 * 27).isLessThan(epochs(whole) / 6);
    }

    private static int epochs(List<Trial> trials) {
        return trials.stream().mapToInt(trial -> trial.losses().size()).sum();
    }

    @Test
    void whatCannotBeSearchedIsRefused() {
        assertThatThrownBy(() -> new LogUniform("lr", 0, 1))
                .hasMessage("lr: from 0.0 to 1.0\n  the first must be less than the second, and above 0");
        assertThatThrownBy(() -> new Uniform("share", 1, 1)).hasMessageContaining("from 1.0 to 1.0");
        assertThatThrownBy(() -> new Uniform("share", 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Choice("kind", List.of("a", "a"))).hasMessageContaining("all different");
        assertThatThrownBy(() -> Space.of()).hasMessageContaining("one or more");
        assertThatThrownBy(() -> Space.of(new Whole("n", 1, 2), new Uniform("n", 1, 2)))
                .hasMessageContaining("a name of its own");
    }
}
