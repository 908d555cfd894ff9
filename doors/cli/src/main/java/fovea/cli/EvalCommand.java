package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.train.Checkpoint;
import fovea.train.Evaluator;
import fovea.train.RunFolder;
import fovea.train.Score;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures a trained model on the held-out half of its data. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Measures a trained model on the held-out pictures of its data set.")
final class EvalCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "A folder that `fovea train` made.")
    private Path run = Path.of("");

    @Mixin
    private Weights weights = new Weights();

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        return shared.device().use(this::measure);
    }

    private int measure() {
        RunFolder folder = new RunFolder(run);
        RunConfig config = RunConfig.read(folder);
        Layer model = config.model();
        Checkpoint.load(weights.in(folder), model);
        DataSet set = shared.open(config.data(), config.image().size(1), config.seed());
        config.check(set, folder);
        Loader held =
                new Loader(set.test(), config.normalization(), LoaderOptions.evaluation(TrainCommand.EVALUATION_BATCH));
        Score score = new Evaluator(model, Loss::crossEntropy).run(held);
        print(score);
        return 0;
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
                    .with("run", run.toString()));
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
