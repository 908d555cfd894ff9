package fovea.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The bench's command line. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Fovea and its peers side by side: each in a JVM of its own, in turns, in one run.")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--contestants",
            split = ",",
            paramLabel = "NAME",
            description = "who takes part; the first is what the others are compared with (default: the usual ones)")
    private List<String> contestants = List.of();

    @Option(names = "--workload", description = "what is computed (default: ${DEFAULT-VALUE})")
    private String workload = "resnet20-train";

    @Option(names = "--warmup", description = "uncounted steps first (default: ${DEFAULT-VALUE})")
    private int warmup = 10;

    @Option(names = "--rounds", description = "turns each contestant has (default: ${DEFAULT-VALUE})")
    private int rounds = 8;

    @Option(names = "--steps", description = "counted steps in a turn (default: ${DEFAULT-VALUE})")
    private int steps = 10;

    @Option(names = "--json", description = "print one JSON object a line instead of the table")
    private boolean json;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "append every figure, with machine, commit and date, as JSON lines")
    private @Nullable Path record;

    private Main() {}

    /** Runs a contest; exits with 0, with 1 if it cannot be held or contestants disagree, with 2 on wrong usage. */
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
        if (rounds < 1 || steps < 1 || warmup < 1) {
            throw new UsageException(
                    "rounds " + rounds + ", steps " + steps + ", warmup " + warmup, "each must be at least 1");
        }
        Workload chosen = Workload.named(workload);
        Path home = Path.of(System.getProperty("fovea.bench.home", "bench")).toAbsolutePath();
        Contest contest = new Contest(chosen, home, warmup, rounds, steps);
        Report report = new Report(chosen, Machine.here(), contest.run(Roster.of(contestants)));
        System.out.print(json ? lines(report.pairs()) : report.table());
        if (record != null) {
            Files.writeString(
                    record,
                    lines(report.records()),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        return 0;
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
