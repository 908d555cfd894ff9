package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Source;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.train.Evaluator;
import fovea.train.Position;
import fovea.train.Precision;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.Training;
import fovea.train.optim.Adam;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a net is trained here: cross-entropy, the rate up to {@code peak} and down again in one cycle.
 *
 * @param optimizer made for a model
 * @param held samples at the end of the training half that are only measured on; where there are none, the test half is measured instead
 * @param precision of the forward passes of training
 */
record Recipe(
        int epochs,
        int batch,
        double peak,
        Function<Layer, Optimizer> optimizer,
        int held,
        Augmentation augmentation,
        Precision precision) {
    private static final int AT_ONCE = 500;

    /** In single precision. */
    Recipe(
            int epochs,
            int batch,
            double peak,
            Function<Layer, Optimizer> optimizer,
            int held,
            Augmentation augmentation) {
        this(epochs, batch, peak, optimizer, held, augmentation, Precision.F32);
    }

    /**
     * Trains, and measures the last weights on what was held out and once on the test half.
     */
    Reached run(Layer model, DataSet set, Setting setting) {
        return run(model, set, Schedule.oneCycle(peak), setting, _ -> {});
    }

    /** The same with another schedule, told what happens. */
    Reached run(Layer model, DataSet set, Schedule schedule, Setting setting, Consumer<TrainEvent> listener) {
        int learned = set.train().size() - held;
        LoaderOptions options = LoaderOptions.training(batch, setting.seed()).withAugmentation(augmentation);
        Loader train = new Loader(set.train().first(learned), set.normalization(), options);
        Loader test = whole(set.test(), set);
        Loader validation = held == 0 ? test : whole(set.train().part(learned, learned + held), set);
        Training training = Training.of(model, optimizer.apply(model), schedule, Loss::crossEntropy)
                .withRandom(RandomStream.of(setting.seed()))
                .withPrecision(precision);
        double[] speed = new double[1];
        Trainer trainer = new Trainer(training, List.of(event -> {
            if (event instanceof TrainEvent.EpochDone done) {
                speed[0] = done.trained().imagesPerSecond();
                tell(done, setting);
            }
            listener.accept(event);
        }));
        Position end = trainer.fit(train, validation, epochs, Position.START);
        Evaluator evaluator = new Evaluator(model, Loss::crossEntropy);
        double tested = evaluator.run(test).accuracy();
        double validated = held == 0 ? tested : evaluator.run(validation).accuracy();
        return new Reached(tested, validated, end.seconds(), speed[0]);
    }

    /**
     * How well a net answers in the end.
     *
     * @param test the share of the test half that is right
     * @param validation the same of what was held out
     * @param seconds of all steps, and of a measurement after each epoch
     * @param imagesPerSecond of the steps of the last epoch
     */
    record Reached(double test, double validation, double seconds, double imagesPerSecond) {}

    /** Stochastic gradient descent with Nesterov's momentum 0.9 and a decay of all parameters. */
    static Function<Layer, Optimizer> momentum(double weightDecay) {
        return model -> Sgd.of(model, 0.9, weightDecay).withNesterov();
    }

    /** Adam with a decay of all parameters aside from their gradients. */
    static Function<Layer, Optimizer> adam(double weightDecay) {
        return model -> Adam.of(model).withDecoupledWeightDecay(weightDecay);
    }

    /** All of it, in order, as it is. */
    static Loader whole(Source source, DataSet set) {
        return new Loader(source, set.normalization(), LoaderOptions.evaluation(AT_ONCE));
    }

    private static void tell(TrainEvent.EpochDone done, Setting setting) {
        setting.tell(String.format(
                Locale.ROOT,
                "epoch %d: loss %.3f, held out %.4f, %.0f images/s (%.1f s)",
                done.at().epoch(),
                done.trained().loss(),
                done.held().accuracy(),
                done.trained().imagesPerSecond(),
                done.trained().seconds()));
    }
}
