package fovea.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line's door: parses what a person typed and calls the floors below. */
@Command(
        name = "fovea",
        mixinStandardHelpOptions = true,
        version = "Fovea " + Main.VERSION,
        description = "Trains, measures and uses recognizers of pictures.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; the message says what, where and what to do", "2:used wrongly"},
        subcommands = {
            TrainCommand.class,
            EvalCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            SearchCommand.class,
            TuneCommand.class,
            DevicesCommand.class,
            GraphCommand.class,
            SummaryCommand.class,
            ModelsCommand.class,
            ConformanceCommand.class,
            CheckCommand.class,
            RunsCommand.class,
            ResultsCommand.class,
            LessonsCommand.class
        })
public final class Main {
    static final String VERSION = "0.1.0";

    private final Terminal terminal;

    Main(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 used wrongly. */
    public static void main(String[] args) {
        int code = run(Terminal.ofProcess(), args);
        Interruption.ended(code);
        System.exit(code);
    }

    /**
     * Runs one command in this process.
     *
     * @return its exit code: 0 done, 1 failed, 2 used wrongly
     */
    public static int run(PrintStream out, PrintStream err, String... args) {
        return run(new Terminal(out, err, false, false), args);
    }

    private static int run(Terminal terminal, String... args) {
        CommandLine line = new CommandLine(new Main(terminal));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.isColored() ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler((e, given) -> {
            terminal.err().println("fovea: " + e.getMessage());
            terminal.err()
                    .println(
                            "  " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help lists what there is");
            return CommandLine.ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, command, given) -> Failure.report(e, terminal, wantsTrace(given)));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return Failure.outOfMemory(terminal);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    private static boolean wantsTrace(CommandLine.ParseResult given) {
        CommandLine.ParseResult last = given;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption("--debug");
    }

    Terminal terminal() {
        return terminal;
    }
}
