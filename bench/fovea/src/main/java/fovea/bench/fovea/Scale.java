package fovea.bench.fovea;

import fovea.bench.Precision;
import fovea.bench.Update;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.zoo.ResNet;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How the cost of a training step grows: residual nets for CIFAR of 20 to 110 layers with batches of 128, then 20 layers with batches of 16 to
 * 512. Prints the median step, what it is for an image and a block of two convolutions, that as a share of the first line's, and the slab.
 */
public final class Scale {
    private static final int[] DEPTHS = {20, 32, 44, 56, 110};
    private static final int[] BATCHES = {16, 32, 64, 128, 256, 512};
    private static final int USUAL_BATCH = 128;
    private static final int SIDE = 32;
    private static final int CLASSES = 10;
    private static final int LEAST = 5;
    private static final long NANOS = 4_000_000_000L;

    private Scale() {}

    /** Perhaps a precision, f32 if none. */
    public static void main(String[] arguments) {
        Precision precision = arguments.length > 0 ? Precision.labeled(arguments[0]) : Precision.F32;
        System.out.printf(
                "%6s %6s %10s %20s %8s %9s%n", "layers", "batch", "ms", "us an image, a block", "share", "MB");
        double first = 0;
        for (int depth : DEPTHS) {
            first = line(depth, USUAL_BATCH, first, precision);
        }
        first = 0;
        for (int batch : BATCHES) {
            first = line(DEPTHS[0], batch, first, precision);
        }
    }

    private static double line(int depth, int batch, double first, Precision precision) {
        TrainingStep step = TrainingStep.of(
                ResNet.cifar(depth, 3, CLASSES, new SplittableRandom(1)),
                new Update.Descent(0.01, 0.9, 1e-4),
                precision,
                RandomStream.of(2).normal(Shape.of(batch, 3, SIDE, SIDE)),
                Tensor.of(
                        Shape.of(batch),
                        IntStream.range(0, batch).map(i -> i % CLASSES).toArray()));
        double milliseconds = median(step);
        int blocks = (depth - 2) / 2;
        double each = 1e3 * milliseconds / batch / blocks;
        double unit = first == 0 ? each : first;
        System.out.printf(
                Locale.ROOT,
                "%6d %6d %10.2f %20.2f %8.2f %9.1f%n",
                depth,
                batch,
                milliseconds,
                each,
                each / unit,
                step.plan().bytes() / 1e6);
        return unit;
    }

    /** Milliseconds of a step, after as many that nobody counts. */
    private static double median(TrainingStep step) {
        repeated(step);
        double[] all = repeated(step);
        Arrays.sort(all);
        return all[all.length / 2];
    }

    private static double[] repeated(TrainingStep step) {
        long end = System.nanoTime() + NANOS;
        double[] all = new double[LEAST];
        int count = 0;
        while (count < LEAST || System.nanoTime() < end) {
            long start = System.nanoTime();
            float loss = step.loss();
            if (Float.isNaN(loss)) {
                throw new IllegalStateException("the loss is no number");
            }
            if (count == all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            all[count++] = (System.nanoTime() - start) / 1e6;
        }
        return Arrays.copyOf(all, count);
    }
}
