package fovea.results;

import fovea.data.Image;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Gray pictures in memory as plain numbers, for nets so small that a loader would be most of the work.
 *
 * @param height of each, pixels
 * @param width of each, pixels
 * @param pixels one picture after the other, row by row
 * @param labels of each
 */
record Examples(int height, int width, float[] pixels, int[] labels) {

    /** Those of a gray source, scaled from 0 to 1. */
    static Examples of(Source source) {
        int area = source.height() * source.width();
        float[] pixels = new float[Math.multiplyExact(source.size(), area)];
        int[] labels = new int[source.size()];
        for (int n = 0; n < labels.length; n++) {
            Sample sample = source.get(n);
            Image image = sample.image().toChannels(1);
            for (int i = 0; i < area; i++) {
                pixels[n * area + i] = (image.pixels()[i] & 0xff) / 255f;
            }
            labels[n] = sample.label();
        }
        return new Examples(source.height(), source.width(), pixels, labels);
    }

    int size() {
        return labels.length;
    }

    /** Positions of those whose label is wanted, in order. */
    int[] where(IntPredicate wanted) {
        return IntStream.range(0, size()).filter(n -> wanted.test(labels[n])).toArray();
    }

    /** Those at these positions. */
    Examples at(int... places) {
        int area = height * width;
        float[] chosen = new float[places.length * area];
        int[] label = new int[places.length];
        for (int n = 0; n < places.length; n++) {
            System.arraycopy(pixels, places[n] * area, chosen, n * area, area);
            label[n] = labels[places[n]];
        }
        return new Examples(height, width, chosen, label);
    }

    /** From one position up to another, not included. */
    Examples range(int from, int to) {
        return at(IntStream.range(from, to).toArray());
    }

    /** All, {@code [N, 1, H, W]}. */
    Tensor x() {
        return Tensor.of(Shape.of(size(), 1, height, width), pixels);
    }

    /** Their labels, {@code i32 [N]}. */
    Tensor y() {
        return Tensor.of(Shape.of(size()), labels);
    }

    /** Positions in random order. */
    static int[] order(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }
}
