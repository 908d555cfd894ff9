package fovea.cli;

import fovea.conformance.Case;
import fovea.conformance.Conformance;
import fovea.conformance.Mismatch;
import fovea.conformance.Pack;
import fovea.conformance.Report;
import fovea.device.Device;
import java.io.PrintStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** Holds Fovea against another program's numbers. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        description = "Holds Fovea against another program's numbers; for those who develop it.",
        synopsisSubcommandLabel = "KIND",
        subcommands = {ConformanceCommand.Torch.class, FormatsConformance.class, ConformanceOnnx.class})
final class ConformanceCommand {
    @ParentCommand
    private Main main = new Main(new Terminal(System.out, System.err, false, false));

    Terminal terminal() {
        return main.terminal();
    }

    /** Runs a pack of reference vectors from PyTorch. */
    @Command(
            name = "torch",
            mixinStandardHelpOptions = true,
            description =
                    "Runs a pack of reference vectors from PyTorch: operations, gradients, optimizers, whole runs.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:every case is right",
                "1:one or more are not, or the pack cannot be read",
                "2:used wrongly"
            })
    static final class Torch implements Callable<Integer> {
        @ParentCommand
        private ConformanceCommand parent = new ConformanceCommand();

        @Parameters(paramLabel = "PACK.zip", description = "An archive with cases.json and one .npz for each group.")
        private Path pack = Path.of("");

        @Option(
                names = "--only",
                paramLabel = "PATTERN",
                converter = Glob.class,
                description = "Only the cases whose GROUP/NAME fits, such as 'conv/*' or '*/lstm_basic'.")
        private PathMatcher only = new Glob().convert("*/*");

        @Option(names = "--json", description = "Print one JSON object instead of text.")
        private boolean json;

        @Override
        public Integer call() {
            Report report;
            try (Pack opened = Pack.open(pack)) {
                report = Device.best().use(() -> Conformance.run(opened, each -> fits(only, each)));
            }
            if (report.groups().isEmpty()) {
                throw new CommandException(
                        "no case of " + pack + " fits the pattern", "patterns are like 'conv/*' or '*/lstm_basic'");
            }
            PrintStream out = parent.main.terminal().out();
            if (json) {
                out.println(object(report).line());
            } else {
                print(report, out);
            }
            return report.failures().isEmpty() ? 0 : 1;
        }
    }

    /** Reads a pattern of paths. */
    static final class Glob implements ITypeConverter<PathMatcher> {
        @Override
        public PathMatcher convert(String pattern) {
            try {
                return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException("'%s' is no pattern: %s".formatted(pattern, e.getDescription()));
            }
        }
    }

    private static boolean fits(PathMatcher only, Case each) {
        return only.matches(Path.of(each.group(), each.name()));
    }

    private static void print(Report report, PrintStream out) {
        out.printf("%-12s %6s %6s%n", "group", "passed", "total");
        report.groups().forEach(each -> out.printf("%-12s %6d %6d%n", each.group(), each.passed(), each.total()));
        out.printf(
                "%-12s %6d %6d%n",
                "all",
                report.groups().stream().mapToInt(Report.Tally::passed).sum(),
                report.groups().stream().mapToInt(Report.Tally::total).sum());
        for (Report.Failure failure : report.failures()) {
            out.printf(
                    "%nfailed: %s/%s (%s)%n",
                    failure.of().group(), failure.of().name(), failure.of().op());
            out.println(failure.what().indent(2).stripTrailing());
            if (!failure.of().note().isEmpty()) {
                out.println("  note: " + failure.of().note());
            }
        }
    }

    private static Json object(Report report) {
        return new Json()
                .with(
                        "groups",
                        report.groups().stream()
                                .map(each -> new Json()
                                        .with("group", each.group())
                                        .with("passed", each.passed())
                                        .with("total", each.total()))
                                .toList())
                .with(
                        "failures",
                        report.failures().stream()
                                .map(each -> new Json()
                                        .with("group", each.of().group())
                                        .with("case", each.of().name())
                                        .with("op", each.of().op())
                                        .with("what", each.what())
                                        .with(
                                                "mismatches",
                                                each.mismatches().stream()
                                                        .map(ConformanceCommand::object)
                                                        .toList()))
                                .toList());
    }

    private static Json object(Mismatch mismatch) {
        Json object = new Json().with("tensor", mismatch.tensor());
        mismatch.worst()
                .ifPresent(worst -> object.with(
                                "index", Arrays.stream(worst.index()).boxed().toList())
                        .with("got", worst.got())
                        .with("expected", worst.expected())
                        .with("allowed", worst.allowed()));
        return object;
    }
}
