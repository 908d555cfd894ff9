package fovea.cli;

import fovea.conformance.OnnxConformance;
import fovea.conformance.OnnxPack;
import fovea.conformance.OnnxReport;
import fovea.device.Device;
import java.io.PrintStream;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs a pack of ONNX backend tests. */
@Command(
        name = "onnx",
        mixinStandardHelpOptions = true,
        description = "Runs a pack of ONNX backend tests: single operators and whole networks.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every case is right", "1:one or more are not, or the pack cannot be read", "2:used wrongly"})
final class ConformanceOnnx implements Callable<Integer> {
    @ParentCommand
    private ConformanceCommand parent = new ConformanceCommand();

    @Parameters(paramLabel = "PACK.tar.gz", description = "An archive with list.tsv and a folder for each test.")
    private Path pack = Path.of("");

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            converter = ConformanceCommand.Glob.class,
            description = "Only the cases whose KIND/NAME fits, such as 'node/test_conv*' or 'light/*'.")
    private PathMatcher only = new ConformanceCommand.Glob().convert("*/*");

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        OnnxPack opened = OnnxPack.open(pack);
        OnnxReport report = Device.best()
                .use(() -> OnnxConformance.run(opened, each -> only.matches(Path.of(each.kind(), each.name()))));
        if (report.all().total() == 0) {
            throw new CommandException(
                    "no case of " + pack + " fits the pattern", "patterns are like 'node/test_conv*' or 'light/*'");
        }
        PrintStream out = parent.terminal().out();
        if (json) {
            out.println(object(report).line());
        } else {
            print(report, out);
        }
        return report.failures().isEmpty() ? 0 : 1;
    }

    private static void print(OnnxReport report, PrintStream out) {
        out.printf("%-6s %6s %6s %8s%n", "cases", "passed", "total", "rate");
        row(out, "core", report.core());
        row(out, "all", report.all());
        for (OnnxReport.Failure failure : report.failures()) {
            out.printf(
                    "%nfailed: %s/%s (%s)%n",
                    failure.of().kind(), failure.of().name(), failure.of().operators());
            out.println(failure.what().indent(2).stripTrailing());
        }
    }

    private static void row(PrintStream out, String name, OnnxReport.Tally tally) {
        out.printf(Locale.ROOT, "%-6s %6d %6d %7.2f%%%n", name, tally.passed(), tally.total(), 100 * tally.rate());
    }

    private static Json object(OnnxReport report) {
        return new Json()
                .with("core", object(report.core()))
                .with("all", object(report.all()))
                .with(
                        "failures",
                        report.failures().stream()
                                .map(each -> new Json()
                                        .with("kind", each.of().kind())
                                        .with("case", each.of().name())
                                        .with("operators", each.of().operators())
                                        .with("what", each.what()))
                                .toList());
    }

    private static Json object(OnnxReport.Tally tally) {
        return new Json()
                .with("passed", tally.passed())
                .with("total", tally.total())
                .with("rate", tally.rate());
    }
}
