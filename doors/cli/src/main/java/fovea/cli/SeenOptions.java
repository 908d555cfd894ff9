package fovea.cli;

import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.train.Checkpoint;
import fovea.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How pictures are looked at: by a trained run, by a model with weights, or pixel by pixel. */
final class SeenOptions {
    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Compare what this run's network makes of pictures, just before it decides.")
    private @Nullable Path run;

    @Option(names = "--model", paramLabel = "NAME", description = "The same for a model with weights from a file.")
    private @Nullable String model;

    @Option(names = "--weights", paramLabel = "FILE", description = "Its weights, a safetensors file.")
    private @Nullable Path file;

    @Option(names = "--classes", paramLabel = "N", description = "Its classes (default ${DEFAULT-VALUE}).")
    private int classes = 10;

    @Option(
            names = "--input",
            paramLabel = "C,H,W",
            split = ",",
            description =
                    "Channels, height and width that pictures are brought to; 1,28,28 for lenet5 and highway_mnist,"
                            + " else 3,32,32.")
    private int[] input = {};

    @Mixin
    private Weights weights = new Weights();

    /** The choice made; refuses two at once. */
    Seen seen(Shared shared) {
        if (run != null && (model != null || file != null || input.length > 0)) {
            throw shared.wrong("give --run, or --model with --weights, or neither; a run knows its --input");
        }
        if ((model == null) != (file == null)) {
            throw shared.wrong("--model and --weights belong together");
        }
        if (input.length != 0
                && (input.length != 3 || input[0] == 2 || Arrays.stream(input).anyMatch(n -> n < 1))) {
            throw shared.wrong("--input wants 1 or 3 channels, a height and a width, such as 3,32,32");
        }
        if (run != null) {
            return ofRun(new RunFolder(run));
        }
        return model == null || file == null ? new Seen(shape(3, 32), null, null) : ofModel(model, file);
    }

    private Seen ofRun(RunFolder folder) {
        RunConfig config = RunConfig.read(folder);
        Layer net = config.model(folder);
        Checkpoint.load(weights.in(folder), net);
        return new Seen(config.image(), net, config.normalization());
    }

    private Seen ofModel(String name, Path weights) {
        Shape image = input.length == 3 ? shape(0, 0) : Models.image(name);
        Layer net = Models.of(name, image, classes, new SplittableRandom(0));
        if (!Files.isRegularFile(weights)) {
            throw new CommandException(weights + " is not there", "give a safetensors file with the model's weights");
        }
        fovea.zoo.Weights.load(net, weights);
        return new Seen(image, net, null);
    }

    private Shape shape(int channels, int side) {
        return input.length == 3 ? Shape.of(input[0], input[1], input[2]) : Shape.of(channels, side, side);
    }
}
