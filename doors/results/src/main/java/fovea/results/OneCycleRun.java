package fovea.results;

import fovea.data.Augmentation;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Normalization;
import fovea.data.Source;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.train.Evaluator;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.List;

/**
 * How a net is trained in one cycle of learning rates.
 *
 * @param peak the highest rate
 */
record OneCycleRun(int epochs, int batch, double peak, Augmentation augmentation) {
    private static final int EVALUATION = 500;

    /** Nothing augmented. */
    OneCycleRun(int epochs, int batch, double peak) {
        this(epochs, batch, peak, Augmentation.none());
    }

    /**
     * What came of it.
     *
     * @param accuracy on the held-out half, 0 to 1
     * @param seconds of all steps, and of a measurement after each epoch
     * @param imagesPerSecond of the steps of the last epoch
     */
    record Result(double accuracy, double seconds, double imagesPerSecond) {}

    /** Trains; after each epoch the net is measured, and what counts is the last measurement. */
    Result run(Layer net, Optimizer optimizer, Halves data, Setting setting) {
        LoaderOptions options = LoaderOptions.training(batch, setting.seed()).withAugmentation(augmentation);
        Loader train = new Loader(data.train(), data.normalization(), options);
        Loader held = new Loader(data.held(), data.normalization(), LoaderOptions.evaluation(EVALUATION));
        double[] speed = new double[1];
        Trainer trainer = new Trainer(net, optimizer, Schedule.oneCycle(peak), Loss::crossEntropy, List.of(event -> {
            if (event instanceof TrainEvent.EpochDone done) {
                speed[0] = done.trained().imagesPerSecond();
                setting.tell("epoch %d: loss %.3f, held out %.4f, %.0f images/s"
                        .formatted(
                                done.at().epoch(),
                                done.trained().loss(),
                                done.held().accuracy(),
                                speed[0]));
            }
        }));
        Position end = trainer.fit(train, held, epochs, Position.START);
        double accuracy = new Evaluator(net, Loss::crossEntropy).run(held).accuracy();
        return new Result(accuracy, end.seconds(), speed[0]);
    }

    /**
     * What is learned from and what is measured on.
     *
     * @param normalization of both
     */
    record Halves(Source train, Source held, Normalization normalization) {}
}
