package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.data.DataSet;
import fovea.data.scenes.Scenes;
import fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class Lecture9Test {
    private static final DataSet FEW =
            DataSet.of("scenes", new Scenes(0, 128, 32, 1).inMemory(), new Scenes(1, 10, 32, 1).inMemory());

    private static final DataSet SMALL =
            DataSet.of("scenes", new Scenes(0, 128, 16, 1).inMemory(), new Scenes(1, 10, 16, 1).inMemory());

    private static Setting setting(DataSet set) {
        return new Setting(_ -> set, 1, _ -> {});
    }

    private static Row row(String id) {
        return Rows.all().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** One step of each as its row has it: the whole experiment but for its length. */
    @TestFactory
    Stream<DynamicTest> everyNetTakesAStepAndIsCounted() {
        return Lecture9.contenders().stream()
                .map(net -> dynamicTest(net.name(), () -> {
                    Contender brief = new Contender(net.name(), 1, net.peak(), net.maker());
                    Contender.Outcome outcome = brief.train(setting(FEW));
                    assertThat(outcome.loss()).as("of fresh nets, about ln 10").isBetween(1.5, 4.5);
                    Map<String, Double> figures = brief.figures(outcome, setting(FEW));
                    double answers = figures.getOrDefault("test accuracy, " + net.name(), -1.0) * 10;
                    assertThat(answers)
                            .as("of 10 pictures")
                            .isBetween(0.0, 10.0)
                            .isCloseTo(Math.rint(answers), within(1e-9));
                    assertThat(figures.get("parameters, " + net.name())).isBetween(1e5, 4e6);
                    assertThat(figures.get("multiply-adds, " + net.name())).isBetween(3e7, 1.3e8);
                    assertThat(figures.get("training s, " + net.name())).isPositive();
                }));
    }

    /** A bar whose figure no experiment gives would never be reached. */
    @Test
    void barsNameTheFiguresOfTheirNets() {
        List<String> names = Lecture9.contenders().stream().map(Contender::name).toList();
        assertThat(Lecture9.rows().stream()
                        .flatMap(row -> Stream.concat(row.bar().stream(), row.stretch().stream()))
                        .map(Range::figure)
                        .filter(figure -> figure.startsWith("test accuracy, ") && !figure.contains("Fractal"))
                        .map(figure -> figure.substring("test accuracy, ".length())))
                .hasSize(18)
                .allMatch(names::contains);
    }

    /** ResNet-20 as counted in {@code ArithmeticTest} of the zoo, in numbers of four bytes. */
    @Test
    void costsAreThoseOfOnePicture() {
        Contender net = Lecture9.contenders().getFirst();
        Contender.Outcome unlearned = new Contender.Outcome(
                net.maker().of(Shape.of(3, 32, 32), 10, setting(FEW).random()), new Recipe.Reached(0.5, 0.5, 7, 1), 1);
        assertThat(net.figures(unlearned, setting(FEW)))
                .containsExactly(
                        Map.entry("test accuracy, ResNet-20", 0.5),
                        Map.entry("parameters, ResNet-20", 269_722.0),
                        Map.entry("multiply-adds, ResNet-20", 40_551_040.0),
                        Map.entry("memory MB, ResNet-20", 203_850 * 4 / 1e6),
                        Map.entry("training s, ResNet-20", 7.0));
    }

    @Test
    void plainAndResidualNetsAreHeldAgainstEachOther() {
        Map<String, Double> figures = new Degradation(8, 14, 1).run(setting(SMALL));
        assertThat(figures.get("plain, deep less shallow"))
                .isEqualTo(figures.get("training loss, plain-14") - figures.get("training loss, plain-8"));
        assertThat(figures.get("residual, deep less shallow"))
                .isEqualTo(figures.get("training loss, ResNet-14") - figures.get("training loss, ResNet-8"));
        row("9.2").bar().forEach(range -> assertThat(figures).containsKey(range.figure()));
        assertThat(figures).doesNotContainValue(Double.NaN);
    }

    @Test
    void everyColumnOfTheFractalAnswersAlone() {
        Map<String, Double> figures = new AnytimeFractal(3, List.of(4, 8), 1).run(setting(SMALL));
        assertThat(figures)
                .containsKeys(
                        "test accuracy, FractalNet of 3 columns",
                        "accuracy of column 1 alone",
                        "accuracy of column 2 alone");
        assertThat(figures.get("whole less deepest column"))
                .isEqualTo(figures.get("test accuracy, FractalNet of 3 columns")
                        - figures.get("accuracy of column 3 alone"));
        assertThat(row("9.7").bar().getFirst().figure()).isEqualTo("test accuracy, FractalNet of 4 columns");
    }

    @Test
    void theLecturesCountsAreReached() {
        Map<String, Double> figures = row("9.14").experiment().run(setting(FEW));
        assertThat(row("9.14").judge(figures)).isEqualTo(Row.Verdict.REACHED);
        assertThat(figures.get("VGG-16, MB an image")).isCloseTo(60.8, within(0.5));
        assertThat(figures.get("with bottlenecks, million operations")).isCloseTo(271.35, within(0.01));
        assertThat(figures.get("AlexNet / GoogLeNet, parameters")).isBetween(9.1, 9.3);
    }
}
