package fovea.tensor;

import java.util.Arrays;

/**
 * Along one axis each output as a weighted sum of a few inputs, {@code y[i] = Σₜ weight[i, t] · x[index[i, t]]}: what resizing and adaptive
 * pooling are made of.
 *
 * @param index which inputs, as many for each output
 * @param weight 0 where there are more than needed
 */
record Blend(int[][] index, double[][] weight) {

    /** Such sums along {@code axis}. */
    Tensor along(Tensor x, int axis) {
        int outputs = index.length;
        int taps = outputs == 0 ? 1 : index[0].length;
        int[] places = Arrays.stream(index).flatMapToInt(Arrays::stream).toArray();
        double[] weights = Arrays.stream(weight).flatMapToDouble(Arrays::stream).toArray();
        if (taps == 1 && Arrays.stream(weights).allMatch(w -> w == 1)) {
            return x.take(axis, Tensor.of(Shape.of(outputs), places));
        }
        int[] broadcast = new int[x.shape().rank() + 1 - axis];
        Arrays.fill(broadcast, 1);
        broadcast[0] = outputs;
        broadcast[1] = taps;
        Tensor found = x.take(axis, Tensor.of(Shape.of(outputs, taps), places));
        return found.mul(Tensor.of(Shape.of(broadcast), weights).cast(x.dtype()))
                .sum(axis + 1);
    }

    /** The mean of inputs {@code ⌊i·n/outputs⌋} up to {@code ⌈(i + 1)·n/outputs⌉}, not included. */
    static Blend mean(int n, int outputs) {
        int most = 1;
        for (int i = 0; i < outputs; i++) {
            most = Math.max(most, end(i, n, outputs) - start(i, n, outputs));
        }
        int[][] index = new int[outputs][most];
        double[][] weight = new double[outputs][most];
        for (int i = 0; i < outputs; i++) {
            int first = start(i, n, outputs);
            int count = end(i, n, outputs) - first;
            for (int t = 0; t < most; t++) {
                index[i][t] = first + Math.min(t, count - 1);
                weight[i][t] = t < count ? 1.0 / count : 0;
            }
        }
        return new Blend(index, weight);
    }

    /** The first input of the i-th of {@code outputs} equal parts. */
    static int start(int i, int n, int outputs) {
        return (int) ((long) i * n / outputs);
    }

    /** Behind the last input of the i-th of {@code outputs} equal parts. */
    static int end(int i, int n, int outputs) {
        return (int) Math.ceilDiv((i + 1L) * n, outputs);
    }

    /** The input whose part of the image each output begins in, or lies in the middle of if {@code centered}. */
    static Blend nearest(int n, int outputs, double scale, boolean centered) {
        int[][] index = new int[outputs][1];
        double[][] weight = new double[outputs][1];
        for (int i = 0; i < outputs; i++) {
            index[i][0] = Math.min((int) Math.floor((i + (centered ? 0.5 : 0)) * scale), n - 1);
            weight[i][0] = 1;
        }
        return new Blend(index, weight);
    }

    /** The two inputs around {@code at[i]}, which is not negative. */
    static Blend linear(int n, double[] at) {
        int[][] index = new int[at.length][2];
        double[][] weight = new double[at.length][2];
        for (int i = 0; i < at.length; i++) {
            int below = Math.min((int) at[i], n - 1);
            double part = Math.min(Math.max(at[i] - below, 0), 1);
            index[i] = new int[] {below, Math.min(below + 1, n - 1)};
            weight[i] = new double[] {1 - part, part};
        }
        return new Blend(index, weight);
    }

    /** The four inputs around {@code at[i]}, by cubic convolution; beyond the edges the outermost. */
    static Blend cubic(int n, double[] at, double a) {
        int[][] index = new int[at.length][4];
        double[][] weight = new double[at.length][4];
        for (int i = 0; i < at.length; i++) {
            int below = (int) Math.floor(at[i]);
            for (int t = 0; t < 4; t++) {
                index[i][t] = Math.clamp(below - 1L + t, 0, n - 1);
                weight[i][t] = cubic(at[i] - (below - 1 + t), a);
            }
        }
        return new Blend(index, weight);
    }

    /**
     * All inputs under a filter that is {@code scale} times as wide where the image shrinks, so that none is passed over; weights sum to 1.
     *
     * @param reach of the filter on either side
     */
    static Blend filtered(int n, int outputs, double scale, double reach, Filter filter) {
        double stretch = Math.max(scale, 1);
        double support = reach * stretch;
        int most = (int) Math.ceil(support) * 2 + 1;
        int[][] index = new int[outputs][most];
        double[][] weight = new double[outputs][most];
        for (int i = 0; i < outputs; i++) {
            double center = scale * (i + 0.5);
            int first = Math.max((int) (center - support + 0.5), 0);
            int count = Math.min((int) (center + support + 0.5), n) - first;
            double sum = 0;
            for (int t = 0; t < most; t++) {
                index[i][t] = first + Math.min(t, count - 1);
                weight[i][t] = t < count ? filter.at((t + first - center + 0.5) / stretch) : 0;
                sum += weight[i][t];
            }
            for (int t = 0; t < most; t++) {
                weight[i][t] /= sum;
            }
        }
        return new Blend(index, weight);
    }

    /** A bell around 0. */
    interface Filter {
        double at(double distance);
    }

    static double triangle(double distance) {
        return Math.max(0, 1 - Math.abs(distance));
    }

    /** Cubic convolution (Keys 1981, equation 4, with another {@code a}). */
    static double cubic(double distance, double a) {
        double t = Math.abs(distance);
        if (t <= 1) {
            return ((a + 2) * t - (a + 3)) * t * t + 1;
        }
        return t < 2 ? ((a * t - 5 * a) * t + 8 * a) * t - 4 * a : 0;
    }
}
