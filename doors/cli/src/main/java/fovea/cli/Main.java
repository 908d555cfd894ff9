package fovea.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's door: parses what a person typed and calls the floors below. */
@Command(
        name = "fovea",
        mixinStandardHelpOptions = true,
        version = "Fovea 0.1.0",
        description = "Trains, measures and uses recognizers of pictures.")
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 used wrongly. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
