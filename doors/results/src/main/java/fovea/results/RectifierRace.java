package fovea.results;

import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.nn.Conv2dLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.tensor.AvgPool;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.DivergedException;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Row 6.4: how many epochs rectifiers save over tanh, as figure 1 of Krizhevsky et al. 2012 asks. */
final class RectifierRace {
    private static final double ERROR = 0.25;
    private static final int BATCH = 100;
    private static final int TRIED = 2;
    private static final int MOST = 60;
    private static final List<Double> RATES = List.of(0.003, 0.01, 0.03);

    private RectifierRace() {}

    /**
     * Caffe's quick net with one activation throughout, also after the first fully connected layer; see {@link fovea.zoo.CifarQuick}.
     *
     * @param activation after each layer but the last
     */
    private record Net(
            Conv2dLayer conv1,
            Conv2dLayer conv2,
            Conv2dLayer conv3,
            Linear ip1,
            Linear ip2,
            UnaryOperator<Tensor> activation)
            implements Layer {
        private static final Window HALF = Window.of(3, 3).withStride(2);

        static Net of(Unit unit, RandomGenerator random) {
            return new Net(
                    convolution(3, 32, unit, random),
                    convolution(32, 32, unit, random),
                    convolution(32, 64, unit, random),
                    linear(64 * 4 * 4, 64, unit.gain, random),
                    linear(64, 10, 1, random),
                    unit.activation);
        }

        private static Conv2dLayer convolution(int in, int out, Unit unit, RandomGenerator random) {
            return new Conv2dLayer(
                    weight(Shape.of(out, in, 5, 5), unit.gain, random),
                    new Parameter(Tensor.zeros(Shape.of(out))),
                    Window.of(5, 5).withPadding(2),
                    1);
        }

        private static Linear linear(int in, int out, double gain, RandomGenerator random) {
            return new Linear(weight(Shape.of(out, in), gain, random), new Parameter(Tensor.zeros(Shape.of(out))));
        }

        private static Parameter weight(Shape shape, double gain, RandomGenerator random) {
            return new Parameter(Initial.normal(shape, Initial.Scale.LECUN.withGain(gain), random));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = conv1.forward("conv1", x);
            y = activation.apply(y.maxPool(HALF.roundedUp(y.shape())));
            y = mean(activation.apply(conv2.forward("conv2", y)));
            y = mean(activation.apply(conv3.forward("conv3", y)));
            return ip2.forward("ip2", activation.apply(ip1.forward("ip1", y.flatten())));
        }

        private static Tensor mean(Tensor x) {
            return AvgPool.of(HALF).withCeilMode().apply(x);
        }
    }

    /**
     * An activation and how large weights in front of it begin.
     *
     * @param gain as PyTorch's {@code calculate_gain}
     */
    private record Unit(String name, double gain, UnaryOperator<Tensor> activation) {}

    static Map<String, Double> run(Setting setting) {
        Unit relu = new Unit("ReLU", Math.sqrt(2), Tensor::relu);
        Unit tanh = new Unit("tanh", 5.0 / 3, Tensor::tanh);
        Map<String, Double> figures = new LinkedHashMap<>();
        double fast = epochs(relu, figures, setting);
        double slow = epochs(tanh, figures, setting);
        figures.put("epochs, tanh / ReLU", slow / fast);
        return figures;
    }

    private static double epochs(Unit unit, Map<String, Double> figures, Setting setting) {
        double rate = RATES.getFirst();
        double least = 1;
        for (double tried : RATES) {
            double error = train(unit, tried, TRIED, setting).error;
            if (error < least) {
                rate = tried;
                least = error;
            }
        }
        Reached reached = train(unit, rate, MOST, setting);
        figures.put("epochs, " + unit.name, reached.epochs);
        figures.put("training error, " + unit.name, reached.error);
        figures.put("rate, " + unit.name, rate);
        return reached.epochs;
    }

    /**
     * How far a run came.
     *
     * @param epochs until the error was reached, between two of them along a line; all where it was not, and no number where the run
     *     diverged, which is no race
     * @param error of the last epoch's batches, each before it was learned from
     */
    private record Reached(double epochs, double error) {}

    private static Reached train(Unit unit, double rate, int epochs, Setting setting) {
        var set = setting.data("cifar10");
        Loader train = new Loader(set.train(), set.normalization(), LoaderOptions.training(BATCH, setting.seed()));
        Loader few = new Loader(set.train().first(1_000), set.normalization(), LoaderOptions.evaluation(500));
        Net net = Net.of(unit, setting.random());
        Reached[] reached = {new Reached(0, 1)};
        Trainer[] trainer = new Trainer[1];
        trainer[0] =
                new Trainer(net, Sgd.of(net, 0.9, 0), Schedule.constant(rate), Loss::crossEntropy, List.of(event -> {
                    if (event instanceof TrainEvent.EpochDone done) {
                        reached[0] = after(reached[0], 1 - done.trained().accuracy());
                        setting.tell("%s at %.3f, epoch %d: training error %.4f"
                                .formatted(unit.name, rate, done.at().epoch(), reached[0].error));
                        if (reached[0].error <= ERROR) {
                            trainer[0].stop();
                        }
                    }
                }));
        try {
            trainer[0].fit(train, few, epochs, Position.START);
        } catch (DivergedException e) {
            setting.tell("%s at %.3f: %s".formatted(unit.name, rate, e.getMessage()));
            return new Reached(Double.NaN, 1);
        }
        return reached[0];
    }

    private static Reached after(Reached before, double error) {
        double share = error > ERROR || before.error <= error ? 1 : (before.error - ERROR) / (before.error - error);
        return new Reached(before.epochs + share, error);
    }
}
