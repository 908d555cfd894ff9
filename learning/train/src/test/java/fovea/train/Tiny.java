package fovea.train;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.scenes.Scenes;
import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A model and a set so small that the plain device trains them in a moment. */
record Tiny(Layer model, Optimizer optimizer) {
    static final DataSet SET =
            DataSet.of("scenes", new Scenes(0, 70, 16, 1).inMemory(), new Scenes(1, 30, 16, 1).inMemory());

    static Layer model(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Sequential.of(
                Conv2dLayer.unbiased(3, 4, Window.of(3, 3).withStride(2).withPadding(1), random),
                BatchNormLayer.of(4),
                Tensor::relu,
                new Flatten(),
                Linear.of(4 * 64, 10, random));
    }

    static Loader train() {
        LoaderOptions options = LoaderOptions.training(20, 5)
                .withAugmentation(Augmentation.padAndCrop(2).then(Augmentation.flip()));
        return new Loader(SET.train(), SET.normalization(), options);
    }

    static Loader held() {
        return new Loader(SET.test(), SET.normalization(), LoaderOptions.evaluation(16));
    }

    Trainer trainer(List<Consumer<? super TrainEvent>> listeners) {
        return new Trainer(training(), listeners);
    }

    Training training() {
        return Training.of(model, optimizer, Schedule.oneCycle(0.1), Loss::crossEntropy);
    }
}
