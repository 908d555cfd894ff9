package fovea.cli;

import fovea.format.CsvTable;
import fovea.format.FormatException;
import fovea.plot.Curves;
import fovea.train.RunFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets runs side by side. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists runs with their settings and results, the best first.")
final class RunsCommand implements Callable<Integer> {
    private static final int DRAWN = 12;

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description = "The folder of run folders (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("runs");

    @Option(names = "--out", paramLabel = "PNG", description = "Also draw how the best of them learned.")
    private @Nullable Path out;

    @Mixin
    private Shared shared = new Shared();

    /** A run with what it reached: its settings, its numbers by epoch. */
    private record Run(RunFolder folder, RunConfig config, CsvTable metrics) {

        double[] column(String name) {
            return metrics.column(name).stream()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }

        int epochs() {
            return metrics.rows().size();
        }

        double best() {
            return java.util.Arrays.stream(column("test_accuracy")).max().orElse(0);
        }

        double seconds() {
            return epochs() == 0 ? 0 : column("seconds")[epochs() - 1];
        }

        String name() {
            return String.valueOf(folder.path().getFileName());
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    folder + " is no folder",
                    "give the folder that holds run folders; `fovea train` makes them in runs");
        }
        List<Run> runs = read();
        if (out != null) {
            draw(runs, out);
        }
        if (shared.json()) {
            shared.print(new Json()
                    .with("runs", runs.stream().map(RunsCommand::object).toList()));
        } else {
            print(runs);
        }
        return 0;
    }

    private List<Run> read() throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(RunFolder::new)
                    .filter(run -> Files.isRegularFile(run.config()) && Files.isRegularFile(run.metrics()))
                    .sorted(Comparator.comparing(RunFolder::toString))
                    .flatMap(run -> read(run).stream())
                    .sorted(Comparator.comparingDouble(Run::best).reversed())
                    .toList();
        }
    }

    /** A damaged run is named and passed over. */
    private List<Run> read(RunFolder run) {
        try {
            Run read = new Run(run, RunConfig.read(run), CsvTable.read(run.metrics()));
            read.best();
            read.seconds();
            return List.of(read);
        } catch (FormatException e) {
            shared.terminal().err().println("left out: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            shared.terminal()
                    .err()
                    .println("left out: " + run.metrics() + " holds no run's numbers (" + e.getMessage() + ")");
        }
        return List.of();
    }

    private static Json object(Run run) {
        Json object = new Json().with("run", run.folder().toString());
        run.config().settings().forEach(object::with);
        return object.with("epochs_done", run.epochs())
                .with("best_accuracy", run.best())
                .with("seconds", run.seconds());
    }

    private void print(List<Run> runs) {
        PrintStream out = shared.terminal().out();
        out.printf("%-44s %8s %7s %8s  %s%n", "run", "best", "epochs", "seconds", "settings");
        for (Run run : runs) {
            RunConfig config = run.config();
            out.printf(
                    Locale.ROOT,
                    "%-44s %6.2f %% %3d/%-3d %8.1f  %s on %s, lr %.4g, batch %d, decay %.2g, seed %d%n",
                    run.name(),
                    100 * run.best(),
                    run.epochs(),
                    config.recipe().epochs(),
                    run.seconds(),
                    config.recipe().model(),
                    config.data(),
                    config.recipe().lr(),
                    config.recipe().batchSize(),
                    config.recipe().weightDecay(),
                    config.seed());
        }
    }

    private static void draw(List<Run> runs, Path file) {
        List<Run> best =
                runs.stream().filter(run -> run.epochs() > 0).limit(DRAWN).toList();
        Curves.of(
                        "the best of " + runs.size() + " runs",
                        "epoch",
                        Curves.Panel.shares("held-out accuracy", lines(best, "test_accuracy")),
                        Curves.Panel.of("held-out loss, nats", lines(best, "test_loss")))
                .picture()
                .png(file);
    }

    private static Curves.Line[] lines(List<Run> runs, String column) {
        return runs.stream()
                .map(run -> new Curves.Line(run.name(), run.column("epoch"), run.column(column)))
                .toArray(Curves.Line[]::new);
    }
}
