package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.nn.Layer;
import fovea.tensor.RandomStream;
import fovea.train.RunFolder;
import fovea.train.Training;

/** Everything a run consists of. */
record Run(RunFolder folder, RunConfig config, DataSet set, Training training, Loader train) {

    /** A run of a fresh model. */
    static Run of(RunFolder folder, RunConfig config, DataSet set) {
        Layer fresh = config.model();
        Loader train =
                new Loader(set.train(), set.normalization(), config.recipe().loading(config.seed()));
        Training training = config.recipe().training(fresh).withRandom(RandomStream.of(config.seed()));
        return new Run(folder, config, set, training, train);
    }
}
