package fovea.train;

import fovea.format.FormatException;
import fovea.format.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a run leaves what it made: checkpoints, numbers and pictures, each under its fixed name. */
public record RunFolder(Path path) {

    /** Makes the folder and the one for checkpoints; what killed runs left half-written there is removed. */
    public RunFolder create() {
        try {
            Files.createDirectories(last().getParent());
        } catch (IOException e) {
            throw FormatException.unwritable(path, -1, e);
        }
        WholeFile.removeLeftovers(path);
        WholeFile.removeLeftovers(path.resolve("checkpoints"));
        return this;
    }

    /** All settings, and what was in use. */
    public Path config() {
        return path.resolve("config.json");
    }

    /** The file that the network came out of, where its architecture is that of a file. */
    public Path network() {
        return path.resolve("network.onnx");
    }

    /** Everything needed to go on. */
    public Path last() {
        return path.resolve("checkpoints").resolve("last.safetensors");
    }

    /** The model as it was when it was best on held-out data. */
    public Path best() {
        return path.resolve("checkpoints").resolve("best.safetensors");
    }

    /** The model with the averages of its weights, after the last epoch; where there are averages. */
    public Path averaged() {
        return path.resolve("checkpoints").resolve("averaged.safetensors");
    }

    /** The model at the end of a cycle of learning rates, from 1. */
    public Path snapshot(int cycle) {
        return path.resolve("checkpoints").resolve("snapshot-" + cycle + ".safetensors");
    }

    /** A row for each epoch. */
    public Path metrics() {
        return path.resolve("metrics.csv");
    }

    /** The same numbers, a JSON object on a line for each epoch. */
    public Path metricLines() {
        return path.resolve("metrics.jsonl");
    }

    /** Loss and accuracy over the epochs, as a picture. */
    public Path curves() {
        return path.resolve("curves.png");
    }

    /** Which class was taken for which, as a picture. */
    public Path confusion() {
        return path.resolve("confusion.png");
    }

    /** The surest wrong answers, as a picture. */
    public Path mistakes() {
        return path.resolve("mistakes.png");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
