package fovea.reference;

import fovea.tensor.Shape;
import java.util.Arrays;

/** Ops that read or write at places named by an index. */
final class Places {
    private Places() {}

    /** Fetches runs of {@code inner} elements. */
    static void take(double[] x, Shape shape, int axis, double[] index, double[] y) {
        int size = shape.size(axis);
        int inner = inner(shape, axis);
        int outer = outer(shape, axis);
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < index.length; i++) {
                System.arraycopy(x, (o * size + place("take", index, i, size)) * inner, y, to, inner);
                to += inner;
            }
        }
    }

    /** Adds up runs of elements. */
    static void add(double[] x, int axis, double[] index, double[] y, Shape shape, int size) {
        int inner = inner(shape, axis);
        int outer = outer(shape, axis);
        int from = 0;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < index.length; i++) {
                int to = (o * size + place("indexAdd", index, i, size)) * inner;
                for (int k = 0; k < inner; k++) {
                    y[to + k] += x[from++];
                }
            }
        }
    }

    /** Each place counted from 0. */
    static void within(String operation, int axis, int size, double[] index, double[] y) {
        for (int i = 0; i < index.length; i++) {
            long place = (long) index[i];
            if (place < -size || place >= size) {
                throw new IndexOutOfBoundsException("%s: the index names place %d of axis %d, whose size is %d%n  %s"
                        .formatted(
                                operation,
                                place,
                                axis,
                                size,
                                size == 0 ? "there are no places" : "places are %d to %d".formatted(-size, size - 1)));
            }
            y[i] = place < 0 ? place + size : place;
        }
    }

    static void last(double[] index, double[] y) {
        Arrays.fill(y, -1);
        for (int i = 0; i < index.length; i++) {
            y[place("lastIndex", index, i, y.length)] = i;
        }
    }

    static void largest(double[] x, double[] index, double[] y) {
        Arrays.fill(y, -1);
        for (int i = 0; i < index.length; i++) {
            int at = place("largestIndex", index, i, y.length);
            int before = (int) y[at];
            if (before < 0 || x[i] > x[before] || (Double.isNaN(x[i]) && !Double.isNaN(x[before]))) {
                y[at] = i;
            }
        }
    }

    /** The place the i-th element of an index names; negative ones count from the end. */
    private static int place(String operation, double[] index, int i, int size) {
        long place = (long) index[i];
        if (place < -size || place >= size) {
            throw new IndexOutOfBoundsException("%s: the index names place %d of an axis of %d%n  places are %d to %d"
                    .formatted(operation, place, size, -size, size - 1));
        }
        return (int) (place < 0 ? place + size : place);
    }

    private static int inner(Shape shape, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.size(i);
        }
        return inner;
    }

    private static int outer(Shape shape, int axis) {
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape.size(i);
        }
        return outer;
    }
}
