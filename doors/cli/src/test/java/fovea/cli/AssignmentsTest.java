package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The course's three assignments: what is not written is named, what is wrong is caught, and the solutions pass. */
class AssignmentsTest {
    private static final Path EXAMPLES = Repository.root().resolve("examples");
    private static final Pattern LINE = Pattern.compile("\\(\\w+\\.java, line (\\d+)\\)");

    @TempDir
    Path folder;

    private static Stream<Path> exercises() throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
            found = files.filter(f -> f.getParent().getFileName().toString().startsWith("assignment"))
                    .filter(f -> f.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        return found.stream();
    }

    private static Path solution(Path exercise) {
        return exercise.resolveSibling("solutions").resolve(exercise.getFileName());
    }

    @Test
    void threeAssignmentsHaveFiveExercisesEach() throws IOException {
        assertThat(exercises().map(e -> e.getParent().getFileName().toString()))
                .containsExactly(Stream.of("assignment1", "assignment2", "assignment3")
                        .flatMap(a -> Stream.generate(() -> a).limit(5))
                        .toArray(String[]::new));
    }

    /** Each hole in the source is named with its line, although holes lie behind each other. */
    @TestFactory
    Stream<DynamicTest> everyHoleIsReported() throws IOException {
        return exercises()
                .map(e -> dynamicTest(EXAMPLES.relativize(e).toString(), () -> {
                    String[] source = Files.readString(e).split("\n");
                    List<String> holes = Stream.iterate(1, i -> i <= source.length, i -> i + 1)
                            .filter(i -> source[i - 1].contains("Hole.fill("))
                            .map(String::valueOf)
                            .toList();
                    String said = Launched.run(e);
                    assertThat(holes).isNotEmpty();
                    assertThat(LINE.matcher(said).results().map(m -> m.group(1)).distinct())
                            .as(said)
                            .containsExactlyInAnyOrderElementsOf(holes);
                    assertThat(said).contains(": 0 of ").doesNotContain("WRONG");
                }));
    }

    @TestFactory
    Stream<DynamicTest> everySolutionPasses() throws IOException {
        return exercises()
                .map(e -> dynamicTest(EXAMPLES.relativize(e).toString(), () -> {
                    String said = Launched.run(solution(e));
                    assertThat(said)
                            .containsPattern("all \\d+ checks are right")
                            .doesNotContain("WRONG", "hole ");
                    assertThat(Files.readString(solution(e))).doesNotContain("Hole.");
                }));
    }

    /** What a solution has beyond its exercise is only what fills the holes: the checks are the same. */
    @TestFactory
    Stream<DynamicTest> exerciseAndSolutionHaveTheSameChecks() throws IOException {
        return exercises()
                .map(e -> dynamicTest(
                        EXAMPLES.relativize(e).toString(),
                        () -> assertThat(checks(Files.readString(e)))
                                .isEqualTo(checks(Files.readString(solution(e))))));
    }

    private static String checks(String source) {
        return source.substring(source.indexOf("void main()"));
    }

    @TestFactory
    Stream<DynamicTest> wrongAnswersAreCaughtAndExplained() {
        return Stream.of(
                mistake("assignment1/NearestNeighbors", "Math.sqrt(sum)", "sum", "take the root"),
                mistake(
                        "assignment1/Svm",
                        ".matmul(x).add(w.mul(lambda))",
                        ".matmul(x)",
                        "where is the penalty's λ W?"),
                mistake("assignment1/Softmax", "p.sub(right).div(n)", "p.sub(right)", "did you divide by N?"),
                mistake(
                        "assignment1/TwoLayers",
                        "dScores.matmul(net.w2()).mul(hidden.gt(0).cast(DType.F64))",
                        "dScores.matmul(net.w2())",
                        "the rectifier lets nothing back where it gave 0"),
                mistake(
                        "assignment1/Features",
                        "Math.min((int) (hue * bins), bins - 1)",
                        "Math.max((int) (hue * bins) - 1, 0)",
                        "relative error"),
                mistake(
                        "assignment2/FullyConnected",
                        "dy.matmul(w).reshape(x.shape())",
                        "dy.matmul(w)",
                        "wanted is [2, 3, 2]"),
                mistake(
                        "assignment2/BatchNorm",
                        "x.mean(0).reshape(old.shape()).mul(0.1)",
                        "x.mean(0).reshape(old.shape()).mul(0.9)",
                        "relative error"),
                mistake(
                        "assignment2/DropoutLayer",
                        ".cast(DType.F64).div(1 - p)",
                        ".cast(DType.F64)",
                        "must be scaled by 1 / (1 − p)"),
                mistake(
                        "assignment2/ConvLayers",
                        "double back = dy[i][j] * w[k][l]",
                        "double back = dy[i][j] * w[l][k]",
                        "relative error"),
                mistake(
                        "assignment2/ConvNet",
                        "16 * (3 * 3 * 3) + 16 + 10",
                        "16 * (3 * 3 * 3) + 10",
                        "parameters on paper"),
                mistake("assignment3/RnnCaptioning", "back.add(dh.get(t))", "dh.get(t)", "back through time"),
                mistake(
                        "assignment3/LstmCaptioning",
                        "gates.o().mul(nextCell.tanh())",
                        "gates.o().mul(nextCell)",
                        "where is the tanh?"),
                mistake(
                        "assignment3/Saliency",
                        "gradient.abs().max(1)",
                        "gradient.max(1)",
                        "its size counts, not its sign"),
                mistake("assignment3/StyleTransfer", ".div(features.shape().elements())", "", "divide by C H W"),
                mistake(
                        "assignment3/GanLosses",
                        "stable(fake, 1).mean()",
                        "stable(fake, 0).mean().neg()",
                        "vanishes early"));
    }

    private DynamicTest mistake(String name, String right, String wrong, String explained) {
        return dynamicTest(name, () -> {
            Path solution = solution(EXAMPLES.resolve(name + ".java"));
            String source = Files.readString(solution);
            assertThat(source).contains(right);
            Path changed = folder.resolve(solution.getFileName());
            Files.writeString(changed, source.replace(right, wrong));
            String said = Launched.run(changed);
            assertThat(Arrays.stream(said.split("\n")).filter(line -> line.contains("WRONG")))
                    .as(said)
                    .isNotEmpty();
            assertThat(said).contains(explained).doesNotContain("checks are right");
        });
    }
}
