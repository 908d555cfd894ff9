package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every example runs as its reader would run it: as a source file, with Fovea's modules on the module path. */
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
                            () -> assertThat(run(e)).isNotBlank()));
        }
    }

    @Test
    void theReadmeShowsTheExampleAndWhatItPrints() throws Exception {
        Path xor = ROOT.resolve("examples/Xor.java");
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(readme).contains(Files.readString(xor).strip());
        String printed = run(xor).strip();
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
            String printed = start(
                    "jshell",
                    "-J-Djava.util.prefs.userRoot=" + lines.getParent(),
                    "--class-path",
                    natives(),
                    "--module-path",
                    modules(),
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

    private static String run(Path example) throws IOException, InterruptedException {
        return start(
                "java",
                "--enable-native-access=fovea.onednn",
                "--add-modules",
                "jdk.incubator.vector",
                "-Djava.awt.headless=true",
                "-cp",
                natives(),
                "-p",
                modules(),
                "--add-modules",
                "ALL-MODULE-PATH",
                example.toString());
    }

    private static Stream<String> entries() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    }

    private static String modules() {
        return entries()
                .filter(e -> !e.contains("dnnl-") && !e.endsWith("test-classes") && isOurs(e))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String natives() {
        return entries().filter(e -> e.contains("dnnl-")).collect(Collectors.joining(File.pathSeparator));
    }

    private static String start(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(
                Path.of(System.getProperty("java.home"), "bin", program).toString());
        Path folder = Files.createDirectories(Path.of("target", "examples")); // pictures go there, not into the tree
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** What a user has on the module path: no test libraries. */
    private static boolean isOurs(String entry) {
        return Stream.of(
                        "junit",
                        "assertj",
                        "opentest4j",
                        "apiguardian",
                        "byte-buddy",
                        "fovea-testing",
                        "engine/testing",
                        "surefire")
                .noneMatch(entry.replace(File.separatorChar, '/')::contains);
    }
}
