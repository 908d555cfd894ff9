package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs in one file, started with Fovea's modules on the module path, as their readers start them. */
final class Launched {
    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();

    private Launched() {}

    /**
     * What an example prints. It is compiled here, where the compiler is warm, and runs in a JVM of its own: most of what a source file takes
     * to start is a cold compiler.
     */
    static String run(Path example) throws IOException, InterruptedException {
        Path classes = Files.createTempDirectory("classes");
        try {
            compile(example, classes);
            String main = example.getFileName().toString().replace(".java", "");
            return java(natives() + File.pathSeparator + classes, main);
        } finally {
            delete(classes);
        }
    }

    private static void compile(Path source, Path classes) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code = JAVAC.run(
                writer,
                writer,
                "-d",
                classes.toString(),
                "-p",
                modules(),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-sourcepath",
                source.toAbsolutePath().getParent().toString(),
                "-proc:none",
                source.toString());
        assertThat(code).as(said.toString()).isZero();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What an example prints that is started as a source file. */
    static String runSource(Path example) throws IOException, InterruptedException {
        return java(natives(), example.toString());
    }

    private static String java(String classPath, String program) throws IOException, InterruptedException {
        return start(
                "java",
                "--enable-native-access=fovea.onednn",
                "--add-modules",
                "jdk.incubator.vector",
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                "-p",
                modules(),
                "--add-modules",
                "ALL-MODULE-PATH",
                program);
    }

    private static Stream<String> entries() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    }

    static String modules() {
        return entries()
                .filter(e -> !e.contains("dnnl-") && !e.endsWith("test-classes") && isOurs(e))
                .collect(Collectors.joining(File.pathSeparator));
    }

    static String natives() {
        return entries().filter(e -> e.contains("dnnl-")).collect(Collectors.joining(File.pathSeparator));
    }

    static String start(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(
                Path.of(System.getProperty("java.home"), "bin", program).toString());
        Path folder = Files.createDirectories(Path.of("target", "examples")); // pictures go there, not into the tree
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed.replaceFirst("WARNING: Using incubator modules.*\\R", ""); // the JVM's, on its error stream
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
