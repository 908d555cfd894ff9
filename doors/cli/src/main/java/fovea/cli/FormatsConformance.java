package fovea.cli;

import fovea.conformance.files.FileConformance;
import fovea.conformance.files.FilePack;
import fovea.conformance.files.FileReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Reads a pack of files, well-formed, damaged and hostile ones. */
@Command(
        name = "formats",
        mixinStandardHelpOptions = true,
        description = {
            "Reads a pack of files, well-formed, damaged and hostile ones: .pth, safetensors, npy, npz, ONNX.",
            "Each must load exactly or be refused, in 10 seconds and 1 GiB of heap."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every file is read or refused as it must be",
            "1:one or more are not, or the pack cannot be read",
            "2:used wrongly"
        })
final class FormatsConformance implements Callable<Integer> {
    @ParentCommand
    private ConformanceCommand parent = new ConformanceCommand();

    @Parameters(paramLabel = "PACK.tar.gz", description = "An archive with expected.json and the files it lists.")
    private Path pack = Path.of("");

    @Option(
            names = "--only",
            paramLabel = "PATTERN",
            converter = ConformanceCommand.Glob.class,
            description = "Only the files whose path fits, such as 'torch/*' or 'bad/**'.")
    private PathMatcher only = new ConformanceCommand.Glob().convert("**");

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        FileReport report;
        try (FilePack opened = FilePack.open(pack)) {
            report = FileConformance.run(opened, each -> only.matches(Path.of(each.file())));
        }
        if (report.formats().isEmpty()) {
            throw new CommandException(
                    "no file of " + pack + " fits the pattern", "patterns are like 'torch/*' or 'bad/**'");
        }
        PrintStream out = parent.terminal().out();
        if (json) {
            out.println(object(report).line());
        } else {
            print(report, out);
        }
        return report.failures().isEmpty() ? 0 : 1;
    }

    private static void print(FileReport report, PrintStream out) {
        String row = "%-12s %6d %6d%n";
        out.printf("%-12s %6s %6s%n", "format", "passed", "total");
        report.formats().forEach(each -> out.printf(row, each.format(), each.passed(), each.total()));
        out.printf(
                row,
                "all",
                report.formats().stream().mapToInt(FileReport.Tally::passed).sum(),
                report.formats().stream().mapToInt(FileReport.Tally::total).sum());
        for (FileReport.Failure failure : report.failures()) {
            out.printf("%nfailed: %s%n", failure.of().file());
            out.println(failure.what().indent(2).stripTrailing());
            if (!failure.of().note().isEmpty()) {
                out.println("  note: " + failure.of().note());
            }
        }
    }

    private static Json object(FileReport report) {
        return new Json()
                .with(
                        "formats",
                        report.formats().stream()
                                .map(each -> new Json()
                                        .with("format", each.format())
                                        .with("passed", each.passed())
                                        .with("total", each.total()))
                                .toList())
                .with(
                        "failures",
                        report.failures().stream()
                                .map(each -> new Json()
                                        .with("file", each.of().file())
                                        .with("format", each.of().format())
                                        .with("what", each.what()))
                                .toList());
    }
}
