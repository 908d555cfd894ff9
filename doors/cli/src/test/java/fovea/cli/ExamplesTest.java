package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
            List<Path> examples =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            assertThat(examples).isNotEmpty();
            return examples.stream()
                    .map(e -> dynamicTest(
                            e.getFileName().toString(), () -> assertThat(run(e)).isNotBlank()));
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
        assertThat(readme).contains(printed.lines().toList().get(4));
    }

    private static String run(Path example) throws IOException, InterruptedException {
        String[] entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator);
        String modules = Arrays.stream(entries)
                .filter(e -> !e.contains("dnnl-") && !e.endsWith("test-classes") && isOurs(e))
                .collect(Collectors.joining(File.pathSeparator));
        String natives =
                Arrays.stream(entries).filter(e -> e.contains("dnnl-")).collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=fovea.onednn",
                        "-cp",
                        natives,
                        "-p",
                        modules,
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        example.toString())
                .redirectErrorStream(true)
                .start();
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
