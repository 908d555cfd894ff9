package fovea.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The bench's command line. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Fovea and its peers side by side: each in a JVM of its own, in turns, in one run.")
public final class Main implements Callable<Integer> {
    @Parameters(
            paramLabel = "WORKLOAD",
            description = "what is computed, such as mlp-128 (training) or infer-resnet50-1 (default: everything)")
    private List<String> workloads = List.of();

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            description = "with whom Fovea is compared (default: the usual ones)")
    private List<String> peers = List.of();

    @Option(names = "--precision", description = "f32, bf16, or int8 in inference (default: ${DEFAULT-VALUE})")
    private String precision = "f32";

    @Option(names = "--warmup", paramLabel = "SECONDS", description = "uncounted at first (default: ${DEFAULT-VALUE})")
    private double warmup = 3;

    @Option(
            names = "--seconds",
            description = "each contestant runs in all its turns together (default: ${DEFAULT-VALUE})")
    private double seconds = 6;

    @Option(names = "--rounds", description = "turns each contestant has (default: ${DEFAULT-VALUE})")
    private int rounds = 6;

    @Option(names = "--details", description = "print a table of all contestants for each workload too")
    private boolean details;

    @Option(names = "--json", description = "print one JSON object a line for each peer instead of the table")
    private boolean json;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "append every figure, with machine, commit and date, as JSON lines")
    private @Nullable Path record;

    private Main() {}

    /** Holds contests; exits with 0, with 1 if one cannot be held or contestants disagree, with 2 on wrong usage. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, _, _) -> {
            System.err.println(
                    switch (failure) {
                        case UsageException usage -> usage.getMessage();
                        case ContestException contest -> contest.getMessage();
                        default -> throw failure;
                    });
            return failure instanceof UsageException ? 2 : 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || !(seconds > 0) || !(warmup >= 0)) {
            throw new UsageException(
                    "rounds " + rounds + ", seconds " + seconds + ", warmup " + warmup,
                    "there must be a round, and time to run in");
        }
        List<Workload> chosen = chosen(Precision.labeled(precision));
        for (Workload workload : chosen) {
            List<Entry> _ = Roster.of(workload, peers);
        }
        Path home = Path.of(System.getProperty("fovea.bench.home", "bench")).toAbsolutePath();
        Machine machine = Machine.here();
        Ceiling ceiling = Ceiling.measure(home);
        if (!json) {
            System.out.print(heading(machine, ceiling));
        }
        int failed = 0;
        for (Workload workload : chosen) {
            failed += hold(workload, home, machine, ceiling) ? 0 : 1;
        }
        return failed == 0 ? 0 : 1;
    }

    private List<Workload> chosen(Precision wanted) {
        return workloads.isEmpty()
                ? Workload.all(wanted)
                : workloads.stream().map(name -> Workload.named(name, wanted)).toList();
    }

    /** Whether it could be held. If not, the others still are. */
    private boolean hold(Workload workload, Path home, Machine machine, Ceiling ceiling) throws IOException {
        try {
            Contest contest = new Contest(workload, home, warmup, rounds, seconds);
            print(new Report(workload, machine, ceiling, contest.run(Roster.of(workload, peers))));
            return true;
        } catch (ContestException refusal) {
            System.err.println(workload.name() + ": " + refusal.getMessage());
            if (!json) {
                System.out.printf("%-22s not held%n", workload.name());
            }
            return false;
        }
    }

    private void print(Report report) throws IOException {
        System.out.print(json ? lines(report.pairs()) : report.row() + (details ? report.details() : ""));
        if (record != null) {
            Files.writeString(
                    record,
                    lines(report.records()),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static String heading(Machine m, Ceiling ceiling) {
        return String.format(
                        Locale.ROOT,
                        "%s, %d cores, JDK %s, commit %s, %s; peak %.0f GFLOP/s in f32, %.0f in bf16%n%n",
                        m.cpu(),
                        m.cores(),
                        m.jdk(),
                        m.commit(),
                        m.date(),
                        ceiling.f32(),
                        ceiling.bf16())
                + Report.columns();
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
