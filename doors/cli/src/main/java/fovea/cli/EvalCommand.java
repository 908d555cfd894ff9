package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Views;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.train.Checkpoint;
import fovea.train.Ensemble;
import fovea.train.Evaluator;
import fovea.train.RunFolder;
import fovea.train.Score;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures a trained model on the held-out half of its data. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Measures a trained model on the held-out pictures of its data set.")
final class EvalCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description =
                    "A folder that `fovea train` made; of several the probabilities are averaged, as they are of the"
                            + " snapshots of one.")
    private List<Path> runs = List.of();

    @Mixin
    private Weights weights = new Weights();

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        return shared.device().use(this::measure);
    }

    private int measure() {
        RunFolder first = new RunFolder(runs.getFirst());
        RunConfig config = RunConfig.read(first);
        List<Layer> models = runs.stream()
                .map(path -> model(config, first, new RunFolder(path)))
                .toList();
        DataSet set = config.prepared(shared.open(config.data(), config.image().size(1), config.seed()));
        config.check(set, first);
        Loader held =
                new Loader(set.test(), config.normalization(), LoaderOptions.evaluation(TrainCommand.EVALUATION_BATCH));
        Layer answering = models.size() == 1 ? models.getFirst() : new Ensemble(models);
        List<Layer> snapshots = runs.size() == 1 ? snapshots(config, first) : List.of();
        Score alone = score(answering, config, held);
        print(alone, snapshots.isEmpty() ? alone : score(new Ensemble(snapshots), config, held), snapshots.size());
        return 0;
    }

    private static Score score(Layer answering, RunConfig config, Loader held) {
        Evaluator evaluator = new Evaluator(answering, Loss::crossEntropy);
        Views views = config.recipe().views();
        return views == null ? evaluator.run(held) : evaluator.run(held, views, Evaluator.Averaging.LOGITS);
    }

    /** The models that a run left at the end of its cycles, as far as it came. */
    private static List<Layer> snapshots(RunConfig config, RunFolder folder) {
        return IntStream.rangeClosed(1, config.recipe().extras().snapshots())
                .mapToObj(folder::snapshot)
                .filter(Files::exists)
                .map(file -> {
                    Layer model = config.model(folder);
                    Checkpoint.load(file, model);
                    return model;
                })
                .toList();
    }

    private Layer model(RunConfig config, RunFolder first, RunFolder folder) {
        RunConfig its = RunConfig.read(folder);
        if (!its.hasDataOf(config)) {
            throw new CommandException(
                    "%s was trained on other pictures than %s".formatted(folder, first),
                    "average models of the same data, image size and classes");
        }
        Layer model = its.model(folder);
        Checkpoint.load(weights.in(folder), model);
        return model;
    }

    /** What one model reached, and what its snapshots did together. */
    private void print(Score alone, Score together, int snapshots) {
        if (shared.json()) {
            Json json = new Json()
                    .with("accuracy", alone.accuracy())
                    .with("loss", alone.loss())
                    .with("images", alone.images())
                    .with("seconds", alone.seconds())
                    .with("images_per_second", alone.images() / alone.seconds())
                    .with("run", runs.stream().map(Path::toString).collect(Collectors.joining(" ")));
            if (snapshots > 0) {
                json.with("snapshots", snapshots)
                        .with("snapshots_accuracy", together.accuracy())
                        .with("snapshots_loss", together.loss());
            }
            shared.print(json);
        } else {
            print("", alone);
            if (snapshots > 0) {
                print(snapshots + " snapshots together: ", together);
            }
        }
    }

    private void print(String what, Score score) {
        shared.terminal()
                .out()
                .printf(
                        Locale.ROOT,
                        "%s%.2f %% of %,d held-out pictures right, loss %.4f, in %.1f s at %,.0f images/s%n",
                        what,
                        100 * score.accuracy(),
                        score.images(),
                        score.loss(),
                        score.seconds(),
                        score.images() / score.seconds());
    }
}
