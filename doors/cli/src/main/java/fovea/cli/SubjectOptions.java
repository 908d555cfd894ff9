package fovea.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network is to learn from what, of commands that look at it or search for its settings before it is trained. */
final class SubjectOptions {
    @Option(
            names = "--data",
            paramLabel = "SET",
            description = "What to learn from, as for `fovea train` (default ${DEFAULT-VALUE}).")
    private String data = "scenes";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "As for `fovea train`; the default depends on the data.")
    private @Nullable String model;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where pictures and numbers go (default runs/COMMAND-DATA-MODEL).")
    private @Nullable Path out;

    String data() {
        return data;
    }

    long seed() {
        return seed;
    }

    /** The model's name; refuses one that there is not. */
    String model(Shared shared) {
        String name = model == null ? Recipe.modelFor(data) : model;
        Models.check(name, shared);
        return name;
    }

    /** The folder asked for, or a command's own for a model. */
    Path folder(String command, String name) {
        return out == null ? Path.of("runs", command + "-" + kind(data) + "-" + name) : out;
    }

    /** What data are called in the name of a folder, wherever they are. */
    static String kind(String data) {
        return data.replaceFirst("(?s)^(folder|archive):.*", "$1");
    }
}
