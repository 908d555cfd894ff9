package fovea.results;

import fovea.data.DataSet;
import fovea.data.Source;
import fovea.device.Region;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.tensor.Resize;
import fovea.tensor.Tensor;
import fovea.train.optim.Adam;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.zoo.LeNet1989;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** LeCun's net of 1989, as it was trained then and as it would be trained now. */
final class Digits1989 {
    private static final int TRAIN = 7_291;
    private static final int TEST = 2_007;
    private static final int SIDE = 16;
    private static final int CLASSES = 10;

    private static final int OLD_EPOCHS = 23;
    private static final double OLD_RATE = 0.03;

    private static final int EPOCHS = 80;
    private static final int BATCH = 16;
    private static final double PEAK = 3e-3;
    private static final double DECAY = 0.01;
    private static final float GROUND = -1;

    private Digits1989() {}

    static Map<String, Double> run(Setting setting) {
        DataSet mnist = setting.data("mnist");
        RandomGenerator random = setting.random();
        Examples train = small(mnist.train(), TRAIN, random);
        Examples test = small(mnist.test(), mnist.test().size(), random);
        Map<String, Double> figures = new LinkedHashMap<>();
        measure("", () -> asThen(train, test, setting), test, figures);
        measure("modern ", () -> asNow(train, test, setting), test, figures);
        return figures;
    }

    private static void measure(String how, Supplier<Steps> training, Examples test, Map<String, Double> figures) {
        long start = System.nanoTime();
        Steps trained = training.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        figures.put(how + "test error", trained.error(test));
        figures.put(how + "misses of the first 2,007", (double) Math.round(trained.error(test.range(0, TEST)) * TEST));
        figures.put(how + "training s", seconds);
    }

    /** So many pictures drawn at random, made 16 × 16 by bilinear interpolation, ink 1 and ground −1. */
    static Examples small(Source source, int count, RandomGenerator random) {
        Examples all = Examples.of(source);
        Examples drawn = all.at(Arrays.copyOf(Examples.order(all.size(), random), count));
        Tensor pixels = Region.run(() -> drawn.x().mul(2).sub(1).resize(Resize.LINEAR, SIDE, SIDE));
        return new Examples(SIDE, SIDE, pixels.toArray(), drawn.labels());
    }

    /** Mean squared error against 1 and −1, gradient descent by one picture after the other, always in the same order. */
    private static Steps asThen(Examples train, Examples test, Setting setting) {
        LeNet1989 net = LeNet1989.of(setting.random());
        Steps steps = Steps.of(net, Sgd.of(net), Digits1989::squares, RandomStream.of(setting.seed()));
        for (int epoch = 1; epoch <= OLD_EPOCHS; epoch++) {
            for (int n = 0; n < train.size(); n++) {
                steps.learn(train.at(n), OLD_RATE);
            }
            tell("1989", epoch, steps, test, setting);
        }
        return steps;
    }

    private static Tensor squares(Tensor y, Tensor labels) {
        return y.sub(labels.oneHot(CLASSES).cast(y.dtype()).mul(2).sub(1))
                .square()
                .mean();
    }

    /** Cross-entropy, AdamW in one cycle, shifts by up to a pixel, dropout. */
    private static Steps asNow(Examples train, Examples test, Setting setting) {
        SplittableRandom random = setting.random();
        LeNet1989 net = LeNet1989.modern(random);
        Optimizer optimizer = Adam.of(net).withDecoupledWeightDecay(DECAY);
        Schedule schedule = Schedule.oneCycle(PEAK);
        Steps steps = Steps.of(net, optimizer, Loss::crossEntropy, RandomStream.of(setting.seed()));
        int batches = train.size() / BATCH;
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            int[] order = Examples.order(train.size(), random);
            for (int b = 0; b < batches; b++) {
                Examples batch = train.at(Arrays.copyOfRange(order, b * BATCH, (b + 1) * BATCH));
                double rate = schedule.at((epoch - 1L) * batches + b, (long) EPOCHS * batches);
                steps.learn(shifted(batch, random), rate);
            }
            tell("modern", epoch, steps, test, setting);
        }
        return steps;
    }

    private static void tell(String who, int epoch, Steps steps, Examples test, Setting setting) {
        if (epoch % 10 == 0 || epoch == 1) {
            setting.tell("%s, epoch %d: test error %.4f".formatted(who, epoch, steps.error(test)));
        }
    }

    /** Each moved by −1, 0 or 1 pixels along each axis. */
    static Examples shifted(Examples batch, RandomGenerator random) {
        float[] moved = new float[batch.pixels().length];
        Arrays.fill(moved, GROUND);
        int area = SIDE * SIDE;
        for (int n = 0; n < batch.size(); n++) {
            int down = random.nextInt(3) - 1;
            int right = random.nextInt(3) - 1;
            for (int row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
                int from = n * area + (row - down) * SIDE + Math.max(0, -right);
                int to = n * area + row * SIDE + Math.max(0, right);
                System.arraycopy(batch.pixels(), from, moved, to, SIDE - Math.abs(right));
            }
        }
        return new Examples(SIDE, SIDE, moved, batch.labels());
    }
}
