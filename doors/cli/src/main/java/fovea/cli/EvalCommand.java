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
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            description = "A folder that `fovea train` made; of several the probabilities are averaged.")
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
        Evaluator evaluator = new Evaluator(answering, Loss::crossEntropy);
        Views views = config.recipe().views();
        print(views == null ? evaluator.run(held) : evaluator.run(held, views, Evaluator.Averaging.LOGITS));
        return 0;
    }

    private Layer model(RunConfig config, RunFolder first, RunFolder folder) {
        RunConfig its = RunConfig.read(folder);
        if (!its.hasDataOf(config)) {
            throw new CommandException(
                    "%s was trained on other pictures than %s".formatted(folder, first),
                    "average models of the same data, image size and classes");
        }
        Layer model = its.model();
        Checkpoint.load(weights.in(folder), model);
        return model;
    }

    private void print(Score score) {
        double speed = score.images() / score.seconds();
        if (shared.json()) {
            shared.print(new Json()
                    .with("accuracy", score.accuracy())
                    .with("loss", score.loss())
                    .with("images", score.images())
                    .with("seconds", score.seconds())
                    .with("images_per_second", speed)
                    .with("run", runs.stream().map(Path::toString).collect(Collectors.joining(" "))));
        } else {
            shared.terminal()
                    .out()
                    .printf(
                            Locale.ROOT,
                            "%.2f %% of %,d held-out pictures right, loss %.4f, in %.1f s at %,.0f images/s%n",
                            100 * score.accuracy(),
                            score.images(),
                            score.loss(),
                            score.seconds(),
                            speed);
        }
    }
}
