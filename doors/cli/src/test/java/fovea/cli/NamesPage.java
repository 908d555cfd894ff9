package fovea.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code docs/guides/names.md}: its tables of four columns, PyTorch, NumPy, Fovea and what it gives, and the Java in its fenced blocks, which
 * all lines may use. All of it is one program, compiled and run at once.
 */
record NamesPage(String setting, List<Line> lines) {
    private static final List<String> PACKAGES = List.of(
            "java.util",
            "fovea.tensor",
            "fovea.device",
            "fovea.autograd",
            "fovea.graph",
            "fovea.nn",
            "fovea.nn.loss",
            "fovea.nn.recurrent",
            "fovea.train",
            "fovea.train.optim",
            "fovea.zoo");
    private static final int COLUMNS = 4;

    /** A line of a table. */
    record Line(int number, String fovea, String gives) {}

    static NamesPage read(Path file) throws IOException {
        StringBuilder setting = new StringBuilder();
        List<Line> lines = new ArrayList<>();
        boolean isJava = false;
        int number = 0;
        for (String text : Files.readAllLines(file)) {
            number++;
            if (text.startsWith("```")) {
                isJava = text.equals("```java");
            } else if (isJava) {
                setting.append(text).append(System.lineSeparator());
            } else if (text.startsWith("| `") || text.startsWith("| |")) {
                lines.add(line(number, text));
            }
        }
        return new NamesPage(setting.toString(), lines);
    }

    private static Line line(int number, String text) {
        String[] cells = text.strip().replaceAll("^\\||(?<!\\\\)\\|$", "").split("(?<!\\\\)\\|", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException("line " + number + " has " + cells.length + " columns and not 4: " + text);
        }
        return new Line(number, code(cells[2]), code(cells[3]));
    }

    private static String code(String cell) {
        return cell.strip().replaceAll("^`+|`+$", "").replace("\\|", "|");
    }

    /** What each line gives, by its number in the page; the message of what it throws instead. */
    Map<Integer, String> values() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("names");
        Path source = folder.resolve("Names.java");
        try {
            Files.writeString(source, program());
            return values(run(source));
        } finally {
            Files.deleteIfExists(source);
            Files.delete(folder);
        }
    }

    /** Each expression stands on a line of its own, so that the compiler names it. */
    private String program() {
        String imports = PACKAGES.stream()
                .map(name -> "import " + name + ".*;")
                .collect(Collectors.joining(System.lineSeparator()));
        String calls = lines.stream()
                .map(line -> "    line(%d, () ->%n        %s);".formatted(line.number(), line.fovea()))
                .collect(Collectors.joining(System.lineSeparator()));
        return """
                %s

                %s

                interface Expression { Object value(); }

                void line(int number, Expression expression) {
                    String value;
                    try {
                        Object found = expression.value();
                        value = found instanceof double[] many ? Arrays.toString(many)
                                : found instanceof float[] many ? Arrays.toString(many)
                                : found instanceof int[] many ? Arrays.toString(many)
                                : String.valueOf(found);
                    } catch (RuntimeException e) {
                        value = "throws " + e.getMessage();
                    }
                    IO.println(number + "\\t" + value.replaceAll("\\\\s+", " ").strip());
                }

                void main() {
                %s
                }
                """.formatted(imports, setting, calls);
    }

    private static Map<Integer, String> values(String printed) {
        Map<Integer, String> values = new LinkedHashMap<>();
        printed.lines().forEach(line -> {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2) {
                values.put(Integer.valueOf(parts[0]), parts[1]);
            }
        });
        return values;
    }

    private static String run(Path source) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException("the page's expressions do not all compile and run:\n" + printed);
        }
        return printed;
    }
}
