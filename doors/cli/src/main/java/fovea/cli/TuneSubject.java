package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.device.Device;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.Training;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Sgd;
import fovea.train.tune.Configuration;
import fovea.train.tune.TrialObjective;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is trained in a study, and how where nothing is searched: the error on held-out training pictures is to be small.
 *
 * @param recipe with rate and batch size of trials that say nothing of them
 * @param weightDecay alike
 * @param parts of the training pictures
 */
record TuneSubject(Recipe recipe, double weightDecay, DataSet set, Drawn.Parts parts, Device device, long seed)
        implements TrialObjective {
    static final String RATE = "lr";
    static final String DECAY = "weight-decay";
    static final String BATCH = "batch-size";
    private static final double MOMENTUM = 0.9;

    @Override
    public void run(Configuration configuration, int epochs, Progress progress) {
        // Bound here: a trial may run on a thread of its own.
        device.use(() -> train(configuration, epochs, progress));
    }

    private Position train(Configuration tried, int epochs, Progress progress) {
        int batch = tried.space().has(BATCH) ? Integer.parseInt(tried.text(BATCH)) : recipe.batchSize();
        double rate = tried.space().has(RATE) ? tried.number(RATE) : recipe.lr();
        double decay = tried.space().has(DECAY) ? tried.number(DECAY) : weightDecay;
        Recipe own = recipe.with(epochs, Math.min(batch, parts.learned().size()), rate);
        Layer fresh = fresh();
        Optimizer optimizer = Sgd.of(fresh, MOMENTUM, decay).withNesterov();
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
                new Loader(parts.learned(), set.normalization(), own.loading(seed)),
                new Loader(parts.held(), set.normalization(), LoaderOptions.evaluation(TrainCommand.EVALUATION_BATCH)),
                epochs,
                Position.START);
    }

    private Layer fresh() {
        Shape image = Shape.of(
                set.train().channels(), set.train().height(), set.train().width());
        return Models.of(recipe.model(), image, set.classes().size(), new SplittableRandom(seed).split());
    }
}
