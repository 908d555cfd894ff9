package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.plot.PictureException;
import fovea.results.Ledger;
import fovea.results.Measured;
import fovea.results.Report;
import fovea.results.Row;
import fovea.results.Rows;
import fovea.results.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures published results again and writes the page that compares them. */
@Command(
        name = "results",
        mixinStandardHelpOptions = true,
        description = "Measures published results again; writes results.csv, results.md and a picture.")
final class ResultsCommand implements Callable<Integer> {
    /** First bytes of the SHA-256 of the pixels of known copies. */
    private static final Map<String, String> COPIES = Map.of("2864e90c", "cifar10, a JPEG copy of quality 75,");

    @Parameters(
            paramLabel = "ROW",
            arity = "0..*",
            description = "Which, such as 2.1, or 3 for a lecture; all if none is named.")
    private List<String> wanted = List.of();

    @Option(names = "--list", description = "Only say what there is.")
    private boolean list;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where results.csv and results.md are (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("docs");

    @Option(names = "--page", description = "Measure nothing; write results.md and its picture again from results.csv.")
    private boolean page;

    @Option(
            names = "--join",
            paramLabel = "FILE",
            description = "Measure nothing; take over all rows of another results.csv, and write the page again.")
    private List<Path> join = List.of();

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        List<Row> rows = chosen();
        if (page || !join.isEmpty()) {
            return rewrite();
        }
        if (list) {
            rows.forEach(
                    row -> shared.terminal().out().printf("%-5s %s: %s%n", row.id(), row.method(), row.published()));
            return 0;
        }
        return shared.device().use(() -> measure(rows));
    }

    private List<Row> chosen() {
        List<Row> all = Rows.all();
        for (String name : wanted) {
            if (all.stream().noneMatch(row -> fits(row, name))) {
                throw shared.wrong("there is no row " + name + "; fovea results --list shows what there is");
            }
        }
        return all.stream()
                .filter(row -> wanted.isEmpty() || wanted.stream().anyMatch(name -> fits(row, name)))
                .toList();
    }

    private static boolean fits(Row row, String name) {
        return row.id().equals(name) || name.equals(Integer.toString(row.lecture()));
    }

    private int rewrite() {
        if (!wanted.isEmpty() || list) {
            throw shared.wrong("--page and --join measure nothing and list nothing; leave ROW and --list out");
        }
        Ledger ledger = Report.read(out);
        if (ledger.measured().isEmpty() && join.isEmpty()) {
            throw shared.wrong("nothing was measured in " + out + "; name the folder of a results.csv with --out");
        }
        for (Path other : join) {
            if (!Files.isRegularFile(other)) {
                throw shared.wrong(other + " is not there; give --join the results.csv that another run wrote");
            }
            Ledger joined = Ledger.read(other);
            ledger = ledger.with(joined);
            shared.terminal()
                    .err()
                    .println("from " + other + ": "
                            + String.join(", ", joined.measured().keySet()));
        }
        write(ledger);
        return 0;
    }

    private int measure(List<Row> rows) {
        boolean below = false;
        for (Row row : rows) {
            shared.terminal().err().println(row.id() + "  " + row.method());
            SequencedMap<String, String> opened = new TreeMap<>();
            Setting setting = new Setting(
                    name -> open(name, opened),
                    seed,
                    line -> shared.terminal().err().println("      " + line));
            Measured.Place here = place("");
            Measured run = Measured.of(row, setting, here);
            Measured measured = new Measured(row.id(), run.figures(), run.seconds(), place(data(opened)));
            write(Report.read(out).with(measured));
            tell(row, measured);
            below |= row.judge(measured.figures()) == Row.Verdict.BELOW;
        }
        return below ? 1 : 0;
    }

    private DataSet open(String name, Map<String, String> opened) {
        DataSet set = shared.open(name, 32, seed);
        opened.computeIfAbsent(name, _ -> checksum(set));
        return set;
    }

    private static String data(Map<String, String> opened) {
        return opened.entrySet().stream()
                .map(set -> COPIES.getOrDefault(set.getValue(), set.getKey()) + " " + set.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The first eight hexadecimal digits of the SHA-256 of all labels and pixels. */
    private static String checksum(DataSet set) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Source half : List.of(set.train(), set.test())) {
                for (int i = 0; i < half.size(); i++) {
                    Sample sample = half.get(i);
                    digest.update((byte) sample.label());
                    digest.update(sample.image().pixels());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private Measured.Place place(String data) {
        return new Measured.Place(
                data, seed, machine(), commit(), LocalDate.now(ZoneOffset.UTC).toString());
    }

    private static String machine() {
        int cores = Runtime.getRuntime().availableProcessors();
        try {
            String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
            return model + ", " + cores + " cores";
        } catch (IOException e) {
            return System.getProperty("os.arch") + ", " + cores + " cores";
        }
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return said.isEmpty() ? "unknown" : said;
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Hours of measuring are not thrown away for want of a picture. */
    private void write(Ledger ledger) {
        try {
            Report.write(ledger, out);
        } catch (PictureException e) {
            shared.terminal().err().println(e.getMessage());
        }
    }

    private void tell(Row row, Measured measured) {
        String verdict = row.judge(measured.figures()).words();
        if (shared.json()) {
            shared.print(new Json()
                    .with("row", row.id())
                    .with("method", row.method())
                    .with("figures", measured.figures())
                    .with("reached", verdict)
                    .with("published", row.published())
                    .with("data", measured.place().data())
                    .with("seed", seed)
                    .with("seconds", measured.seconds())
                    .with("machine", measured.place().machine())
                    .with("commit", measured.place().commit()));
            return;
        }
        measured.figures()
                .forEach((figure, value) ->
                        shared.terminal().out().printf(Locale.ROOT, "%-5s %-40s %.4g%n", row.id(), figure, value));
        shared.terminal()
                .out()
                .printf(
                        Locale.ROOT,
                        "%-5s %s, %.1f s; published: %s%n",
                        row.id(),
                        verdict,
                        measured.seconds(),
                        row.published());
    }
}
