package fovea.cli;

import fovea.data.Image;
import fovea.data.ImageException;
import fovea.train.RunFolder;
import fovea.train.metric.Logits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN PICTURE",
            description = "A folder that `fovea train` made or an ONNX file, then files to look at; with --model, files"
                    + " only.")
    private List<Path> given = List.of();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "An ONNX file, or a network of torchvision's instead of a run, such as resnet18 or"
                    + " squeezenet1_1.")
    private @Nullable String model;

    @Option(
            names = "--weights",
            paramLabel = "WEIGHTS",
            description = "Its weights: a safetensors, .pth or .npz file, an address of one, or a model on Hugging"
                    + " Face's hub, such as timm/resnet18.tv_in1k. The latter two are fetched once.")
    private @Nullable String source;

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
        Predictor predictor = predictor();
        List<Json> answers = new ArrayList<>();
        for (Path picture : model == null ? given.subList(1, given.size()) : given) {
            answer(picture, predictor, answers);
        }
        if (shared.json()) {
            double seconds = (System.nanoTime() - start) / 1e9;
            Json json = new Json()
                    .with("pictures", answers)
                    .with("failed", failed)
                    .with("seconds", seconds)
                    .with("images_per_second", answers.size() / seconds);
            shared.print(
                    model == null
                            ? json.with("run", given.getFirst().toString())
                            : json.with("model", model)
                                    .with("weights", String.valueOf(source))
                                    .with(
                                            "preprocessing",
                                            predictor.recognizer().about()));
        }
        return failed == 0 ? 0 : 1;
    }

    private Predictor predictor() {
        if (model != null) {
            return Predictor.of(Recognizer.isOnnx(model) ? saved(model) : shared.published(model, source));
        }
        if (source != null) {
            throw shared.wrong("--model and --weights belong together");
        }
        if (given.size() < 2) {
            throw shared.wrong("Missing required parameter: 'PICTURE'");
        }
        Path first = given.getFirst();
        return Predictor.of(
                Recognizer.isOnnx(first.toString()) ? Recognizer.of(first) : weights.recognizer(new RunFolder(first)));
    }

    private Recognizer saved(String file) {
        if (source != null) {
            throw shared.wrong(file + " has its weights in it; leave --weights out");
        }
        return Recognizer.of(Path.of(file));
    }

    /** One picture that cannot be read is named and does not keep the others from being answered. */
    private void answer(Path picture, Predictor predictor, List<Json> answers) {
        try {
            List<Logits.Guess> guesses = predictor.guess(read(picture), TOP);
            if (!shared.json()) {
                shared.terminal()
                        .out()
                        .println(picture + ": " + RunPictures.guesses("%s %.1f %%", predictor.classes(), guesses));
            }
            answers.add(new Json()
                    .with("picture", picture.toString())
                    .with(
                            "top",
                            guesses.stream()
                                    .map(guess -> new Json()
                                            .with("class", predictor.classes().get(guess.label()))
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
}
