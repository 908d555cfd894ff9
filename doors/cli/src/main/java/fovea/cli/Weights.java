package fovea.cli;

import fovea.train.RunFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which of a run's checkpoints is used. */
final class Weights {
    @Option(
            names = "--best",
            description = "Use the weights that were best on held-out pictures; without it those after the last epoch.")
    private boolean best;

    Path in(RunFolder folder) {
        return best ? folder.best() : folder.last();
    }
}
