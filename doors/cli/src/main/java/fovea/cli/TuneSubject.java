package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Split;
import fovea.device.Device;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.Training;
import fovea.train.optim.Optimizer;
import fovea.train.tune.Configuration;
import fovea.train.tune.TrialObjective;
import java.util.List;

/**
 * What is trained in a study, and how where nothing is searched: the error on held-out training pictures is to be small.
 *
 * @param recipe with rate, decay and batch size of trials that say nothing of them
 * @param parts of the training pictures
 */
record TuneSubject(Recipe recipe, DataSet set, Split parts, Device device, long seed) implements TrialObjective {
    static final String RATE = "lr";
    static final String DECAY = "weight-decay";
    static final String BATCH = "batch-size";

    @Override
    public void run(Configuration configuration, int epochs, Progress progress) {
        // Bound here: a trial may run on a thread of its own.
        device.use(() -> train(configuration, epochs, progress));
    }

    private Position train(Configuration tried, int epochs, Progress progress) {
        int batch = tried.space().has(BATCH) ? Integer.parseInt(tried.text(BATCH)) : recipe.batchSize();
        double rate = tried.space().has(RATE) ? tried.number(RATE) : recipe.lr();
        double decay = tried.space().has(DECAY) ? tried.number(DECAY) : recipe.weightDecay();
        Recipe own = recipe.with(epochs, Math.min(batch, parts.train().size()), rate, decay);
        Layer fresh = Models.of(recipe.model(), set, seed);
        Optimizer optimizer = Recipe.nesterov(fresh, own);
        Trainer[] trainer = new Trainer[1];
        Training training = Training.of(fresh, optimizer, own.schedule(), Loss::crossEntropy)
                .withRandom(RandomStream.of(seed));
        trainer[0] = new Trainer(training, List.of(event -> {
            if (event instanceof TrainEvent.EpochDone done
                    && !progress.goesOn(1 - done.held().accuracy())) {
                trainer[0].stop();
            }
        }));
        return trainer[0].fit(
                new Loader(parts.train(), set.normalization(), own.loading(seed)),
                new Loader(parts.held(), set.normalization(), LoaderOptions.evaluation(TrainCommand.EVALUATION_BATCH)),
                epochs,
                Position.START);
    }
}
