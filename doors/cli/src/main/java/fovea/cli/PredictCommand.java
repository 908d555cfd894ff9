package fovea.cli;

import fovea.data.Image;
import fovea.data.ImageException;
import fovea.device.Buffer;
import fovea.device.DeviceTensor;
import fovea.device.Layout;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.train.Checkpoint;
import fovea.train.RunFolder;
import fovea.train.metric.Logits;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Names what pictures show. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description =
                "Says what pictures show: the five most probable classes of each. Any size, PNG, JPEG, GIF, BMP or"
                        + " WebP.")
final class PredictCommand implements Callable<Integer> {
    private static final int TOP = 5;

    @Parameters(index = "0", paramLabel = "RUN", description = "A folder that `fovea train` made.")
    private Path run = Path.of("");

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PICTURE", description = "Files to look at.")
    private List<Path> pictures = List.of();

    @Mixin
    private Weights weights = new Weights();

    @Mixin
    private Shared shared = new Shared();

    private int failed;

    @Override
    public Integer call() {
        return shared.device().use(this::predict);
    }

    private int predict() {
        long start = System.nanoTime();
        RunFolder folder = new RunFolder(run);
        RunConfig config = RunConfig.read(folder);
        Layer model = config.model();
        Checkpoint.load(weights.in(folder), model);
        List<Json> answers = new ArrayList<>();
        for (Path picture : pictures) {
            answer(picture, config, model, answers);
        }
        if (shared.json()) {
            double seconds = (System.nanoTime() - start) / 1e9;
            shared.print(new Json()
                    .with("pictures", answers)
                    .with("failed", failed)
                    .with("seconds", seconds)
                    .with("images_per_second", answers.size() / seconds)
                    .with("run", run.toString()));
        }
        return failed == 0 ? 0 : 1;
    }

    /** One picture that cannot be read is named and does not keep the others from being answered. */
    private void answer(Path picture, RunConfig config, Layer model, List<Json> answers) {
        try {
            List<Logits.Guess> guesses = guess(read(picture), config, model);
            if (!shared.json()) {
                shared.terminal()
                        .out()
                        .println(picture + ": " + RunPictures.guesses("%s %.1f %%", config.classes(), guesses));
            }
            answers.add(new Json()
                    .with("picture", picture.toString())
                    .with(
                            "top",
                            guesses.stream()
                                    .map(guess -> new Json()
                                            .with("class", config.classes().get(guess.label()))
                                            .with("probability", guess.probability()))
                                    .toList()));
        } catch (ImageException e) {
            failed++;
            Failure.report(e, shared.terminal(), shared.debug());
        }
    }

    private static Image read(Path picture) {
        try {
            return Image.read(picture);
        } catch (IOException e) {
            String why = Files.exists(picture) ? "cannot be read (" + e.getMessage() + ")" : "is not there";
            throw new ImageException(picture.toString(), why, "give the path of a picture");
        }
    }

    private static List<Logits.Guess> guess(Image picture, RunConfig config, Layer model) {
        int channels = config.image().size(0);
        int height = config.image().size(1);
        int width = config.image().size(2);
        Image fitted = picture.cover(height, width).toChannels(channels);
        float[] pixels = config.normalization().apply(fitted);
        Spec spec = Spec.f32(Shape.of(1, channels, height, width));
        float[] logits = Region.run(() -> {
            DeviceTensor x =
                    DeviceTensor.over(Buffer.lasting(spec.bytes(), "picture"), spec, Layout.channelsLast(spec.shape()));
            MemorySegment.copy(pixels, 0, x.segment(), ValueLayout.JAVA_FLOAT, 0, pixels.length);
            return model.forward(x).toArray();
        });
        return new Logits(logits, config.classes().size()).top(0, TOP);
    }
}
