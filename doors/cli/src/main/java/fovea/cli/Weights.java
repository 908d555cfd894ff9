package fovea.cli;

import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.train.Checkpoint;
import fovea.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which of a run's checkpoints is used. */
final class Weights {
    @Option(
            names = "--best",
            description = "Use the weights that were best on held-out pictures; without it those after the last epoch,"
                    + " their averages if the run kept any.")
    private boolean best;

    /** Their file; refuses a run that was ended before it saved any. */
    Path in(RunFolder folder) {
        Path latest = Files.exists(folder.averaged()) ? folder.averaged() : folder.last();
        Path file = best ? folder.best() : latest;
        if (!Files.exists(file)) {
            throw new CommandException(
                    file + " is missing; the run ended before it was written",
                    "let it go on: fovea train --resume " + folder);
        }
        return file;
    }

    /** The run's model with them in it, and all that it takes to use it. */
    Recognizer recognizer(RunFolder folder) {
        RunConfig config = RunConfig.read(folder);
        Layer trained = Initial.unfilled(() -> config.model(folder));
        Checkpoint.load(in(folder), trained);
        return Recognizer.of(config, trained);
    }
}
