package fovea.results;

import fovea.data.Source;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Pictures in memory as rows of numbers, for nets without convolutions.
 *
 * @param features of each
 * @param x one picture after the other
 * @param labels of each
 */
record Flattened(int features, float[] x, int[] labels) {

    /** Bytes as they are, 0 to 255, channels last. */
    static Flattened of(Source source, int from, int to) {
        int features = source.height() * source.width() * source.channels();
        float[] x = new float[Math.multiplyExact(to - from, features)];
        int[] labels = new int[to - from];
        for (int n = 0; n < labels.length; n++) {
            byte[] pixels = source.get(from + n).image().pixels();
            for (int i = 0; i < features; i++) {
                x[n * features + i] = pixels[i] & 0xff;
            }
            labels[n] = source.get(from + n).label();
        }
        return new Flattened(features, x, labels);
    }

    int size() {
        return labels.length;
    }

    /** The mean picture. */
    float[] mean() {
        double[] sum = new double[features];
        for (int i = 0; i < x.length; i++) {
            sum[i % features] += x[i];
        }
        float[] mean = new float[features];
        for (int i = 0; i < features; i++) {
            mean[i] = (float) (sum[i] / size());
        }
        return mean;
    }

    /** These less a picture. */
    Flattened less(float... picture) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] - picture[i % features];
        }
        return new Flattened(features, y, labels);
    }

    /** 1 where a pixel is in the upper half, else 0. */
    Flattened binary() {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] >= 128 ? 1 : 0;
        }
        return new Flattened(features, y, labels);
    }

    /** {@code count} of those at {@code places}, from the {@code first} of them on. */
    Flattened batch(int[] places, int first, int count) {
        float[] chosen = new float[count * features];
        int[] label = new int[count];
        for (int n = 0; n < count; n++) {
            System.arraycopy(x, places[first + n] * features, chosen, n * features, features);
            label[n] = labels[places[first + n]];
        }
        return new Flattened(features, chosen, label);
    }

    /** {@code [N, features]}. */
    Tensor inputs() {
        return Tensor.of(Shape.of(size(), features), x);
    }

    /** {@code i32 [N]}. */
    Tensor classes() {
        return Tensor.of(Shape.of(size()), labels);
    }

    /** The share that a net answers rightly, 0 to 1. */
    double accuracy(Layer net) {
        int[] answers = Region.run(() -> net.forward(inputs()).argmax(1)).toInts();
        int right = 0;
        for (int n = 0; n < answers.length; n++) {
            right += answers[n] == labels[n] ? 1 : 0;
        }
        return (double) right / answers.length;
    }

    /** Learns from these once, in random order, in whole batches. */
    void learn(Steps steps, int batch, RandomGenerator random) {
        int[] order = Examples.order(size(), random);
        for (int first = 0; first + batch <= order.length; first += batch) {
            Flattened part = batch(order, first, batch);
            Region.run(() -> steps.step().run(part.inputs(), part.classes()));
        }
    }
}
