package fovea.reference;

import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.util.Arrays;
import java.util.Comparator;

/** Ops that go along one axis: each row of elements, one step apart in memory or many, on its own. */
final class Rows {
    private Rows() {}

    /** A row: {@code n} elements from {@code first}, {@code step} apart. */
    private interface Row {
        void at(int first, int step, int n);
    }

    private static void each(Shape shape, int axis, Row row) {
        int n = shape.size(axis);
        int step = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            step *= shape.size(i);
        }
        int rows = n == 0 ? 0 : Math.toIntExact(shape.elements()) / n;
        for (int r = 0; r < rows; r++) {
            row.at(r / step * step * n + r % step, step, n);
        }
    }

    static void cumSum(double[] x, double[] y, Shape shape, int axis, boolean reverse) {
        each(shape, axis, (first, step, n) -> {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                int at = first + (reverse ? n - 1 - i : i) * step;
                sum += x[at];
                y[at] = sum;
            }
        });
    }

    static void argMax(double[] x, double[] y, Shape shape, int axis) {
        int[] row = {0};
        each(shape, axis, (first, step, n) -> {
            int best = 0;
            for (int i = 1; i < n; i++) {
                double largest = x[first + best * step];
                double element = x[first + i * step];
                if (element > largest || (Double.isNaN(element) && !Double.isNaN(largest))) {
                    best = i;
                }
            }
            y[row[0]++] = best;
        });
    }

    static void cumMax(double[] x, double[] y, Shape shape, int axis) {
        each(shape, axis, (first, step, n) -> {
            int best = 0;
            for (int i = 0; i < n; i++) {
                double element = x[first + i * step];
                if (element >= x[first + best * step] || Double.isNaN(element)) {
                    best = i;
                }
                y[first + i * step] = best;
            }
        });
    }

    /** Double.compare puts not-a-numbers last, but −0 before 0: adding 0 makes both one. */
    static void sort(double[] x, double[] y, Shape shape, int axis, boolean descending) {
        each(shape, axis, (first, step, n) -> {
            Integer[] order = new Integer[n];
            Arrays.setAll(order, i -> i);
            Comparator<Integer> ascending = Comparator.comparingDouble(i -> x[first + i * step] + 0.0);
            Arrays.sort(order, descending ? ascending.reversed() : ascending);
            for (int i = 0; i < n; i++) {
                y[first + i * step] = order[i];
            }
        });
    }

    static void search(double[] sorted, int n, double[] values, int m, double[] y, boolean right) {
        for (int i = 0; i < values.length; i++) {
            int row = i / m * n;
            int low = 0;
            int high = n;
            while (low < high) {
                int middle = (low + high) / 2;
                double element = sorted[row + middle];
                boolean before = right ? !(element > values[i]) : !(element >= values[i]);
                if (before) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            y[i] = low;
        }
    }

    static void concat(int axis, Spec[] in, double[][] x, double[] y, Shape shape) {
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.size(i);
        }
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape.size(i);
        }
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < x.length; k++) {
                int run = in[k].shape().size(axis) * inner;
                System.arraycopy(x[k], o * run, y, to, run);
                to += run;
            }
        }
    }
}
