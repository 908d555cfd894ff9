package fovea.cli;

import fovea.data.DataSet;
import fovea.data.FeatureSource;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Source;
import fovea.nn.Layer;
import fovea.tensor.RandomStream;
import fovea.train.Probe;
import fovea.train.RunFolder;
import fovea.train.Training;
import java.util.Locale;

/**
 * Everything a run consists of.
 *
 * @param model the whole network, of which a probe trains the last layer
 * @param pictures in halves
 */
record Run(RunFolder folder, RunConfig config, DataSet set, Layer model, Training training, Halves pictures) {

    /** What is learned from and what is measured on. */
    record Halves(Loader train, Loader held) {}

    /** A run of a fresh model. */
    static Run of(RunFolder folder, RunConfig config, DataSet set) {
        Layer fresh = config.model(folder);
        Recipe recipe = config.recipe();
        Layer trained = recipe.beginning().probe() ? Probe.of(fresh) : fresh;
        Halves pictures = new Halves(
                new Loader(set.train(), set.normalization(), recipe.loading(config.seed())), measured(set, set.test()));
        Training training = recipe.training(trained).withRandom(RandomStream.of(config.seed()));
        return new Run(folder, config, set, fresh, training, pictures);
    }

    private static Loader measured(DataSet set, Source source) {
        return new Loader(source, set.normalization(), LoaderOptions.evaluation(TrainCommand.EVALUATION_BATCH));
    }

    /** What the trained part is given: pictures, or for a probe what the network, with its weights in it, makes of them. */
    Halves halves(Terminal terminal) {
        if (!(training.model() instanceof Probe probe)) {
            return pictures;
        }
        long start = System.nanoTime();
        FeatureSource learned = probe.features(measured(set, set.train()));
        FeatureSource held = probe.features(pictures.held);
        terminal.err()
                .printf(
                        Locale.ROOT,
                        "features of %,d pictures in %.1f s%n",
                        learned.size() + held.size(),
                        (System.nanoTime() - start) / 1e9);
        return new Halves(new Loader(learned, pictures.train.options()), new Loader(held, pictures.held.options()));
    }
}
