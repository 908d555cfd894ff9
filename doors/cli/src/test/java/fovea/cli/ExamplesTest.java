package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example runs with Fovea's modules on the module path, the README's as a source file, as its reader would run it. */
class ExamplesTest {
    private static final Path ROOT = Repository.root();

    @TestFactory
    Stream<DynamicTest> everyExampleRuns() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            List<Path> examples =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            assertThat(examples).isNotEmpty();
            return examples.stream()
                    .map(e -> dynamicTest(
                            ROOT.relativize(e).toString(),
                            () -> assertThat(Launched.run(e)).isNotBlank()));
        }
    }

    @Test
    void theReadmeShowsTheExampleAndWhatItPrints() throws Exception {
        Path xor = ROOT.resolve("examples/Xor.java");
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(readme).contains(Files.readString(xor).strip());
        String printed = Launched.runSource(xor).strip();
        assertThat(readme)
                .as("what the example prints")
                .contains(printed.lines().findFirst().orElseThrow());
        assertThat(readme).contains(printed.lines().skip(5).collect(Collectors.joining("\n")));
    }

    @Test
    void everyExampleOfALectureSaysWhatItShowsAndWhere() throws Exception {
        List<Lesson> lessons = Lesson.all(ROOT.resolve("examples"));
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
            List<Path> ofLectures = files.filter(f -> f.toString().endsWith(".java"))
                    .map(ROOT::relativize)
                    .filter(f -> f.toString().contains("lecture"))
                    .toList();
            assertThat(lessons.stream().map(Lesson::file)).containsAll(ofLectures);
        }
        assertThat(lessons).allSatisfy(lesson -> {
            assertThat(lesson.shows()).hasSizeBetween(20, 140);
            assertThat(lesson.seconds()).isBetween(1, 60);
        });
        assertThat(lessons.stream().map(each -> each.lecture() + "." + each.part()))
                .doesNotHaveDuplicates();
    }

    /** Java line by line, started as the launcher starts it. */
    @Test
    void tensorsAreAtHandInJshell() throws Exception {
        Path lines = Files.createTempFile("lines", ".jsh");
        try {
            Files.writeString(
                    lines, "IO.println(Tensor.of(1f, 2).add(1))\nLinear.of(2, 3, new SplittableRandom(1))\n/exit\n");
            String printed = Launched.start(
                    "jshell",
                    "-J-Djava.util.prefs.userRoot=" + lines.getParent(),
                    "--class-path",
                    Launched.natives(),
                    "--module-path",
                    Launched.modules(),
                    "--add-modules",
                    "ALL-MODULE-PATH",
                    "-R--enable-native-access=fovea.onednn",
                    "--startup",
                    ROOT.resolve("doors/cli/start.jsh").toString(),
                    "--feedback",
                    "normal",
                    lines.toString());
            assertThat(printed).contains("f32[2] [2. 3.]").doesNotContain("Error");
        } finally {
            Files.delete(lines);
        }
    }
}
