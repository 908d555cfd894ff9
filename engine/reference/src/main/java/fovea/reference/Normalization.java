package fovea.reference;

import fovea.tensor.Shape;

/** Batch normalization and its gradient, channel by channel. */
final class Normalization {
    private Normalization() {}

    static double[][] forward(double epsilon, double[][] in, Shape shape) {
        double[] x = in[0];
        int channels = shape.size(1);
        double[] y = new double[x.length];
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        double m = x.length / (double) channels;
        each(shape, (i, c) -> mean[c] += x[i] / m);
        each(shape, (i, c) -> variance[c] += (x[i] - mean[c]) * (x[i] - mean[c]) / m);
        each(shape, (i, c) -> y[i] = in[1][c] * (x[i] - mean[c]) / Math.sqrt(variance[c] + epsilon) + in[2][c]);
        return new double[][] {y, mean, variance};
    }

    /** With a rectifier behind it, and 1 in a mask where the result is positive. */
    static double[][] rectified(double epsilon, double[][] in, Shape shape) {
        double[][] y = forward(epsilon, in, shape);
        double[] rectified = new double[y[0].length];
        double[] mask = new double[y[0].length];
        java.util.Arrays.setAll(rectified, i -> Math.max(y[0][i], 0));
        java.util.Arrays.setAll(mask, i -> y[0][i] > 0 ? 1 : 0);
        return new double[][] {rectified, y[1], y[2], mask};
    }

    /** From {@code x, dy, mean, variance, scale}. */
    static double[][] gradient(double epsilon, double[][] in, Shape shape) {
        double[] x = in[0];
        double[] dy = in[1];
        double[] mean = in[2];
        double[] scale = in[4];
        int channels = shape.size(1);
        double[] s = new double[channels];
        java.util.Arrays.setAll(s, c -> 1 / Math.sqrt(in[3][c] + epsilon));
        double[] dscale = new double[channels];
        double[] dshift = new double[channels];
        double[] dx = new double[x.length];
        double m = x.length / (double) channels;
        each(shape, (i, c) -> {
            dscale[c] += dy[i] * (x[i] - mean[c]) * s[c];
            dshift[c] += dy[i];
        });
        each(
                shape,
                (i, c) -> dx[i] = scale[c] * s[c] * (dy[i] - dshift[c] / m - (x[i] - mean[c]) * s[c] * dscale[c] / m));
        return new double[][] {dx, dscale, dshift};
    }

    /** Each element with its channel. */
    private static void each(Shape shape, Walk.Pair pair) {
        int n = Math.toIntExact(shape.elements());
        int channels = shape.size(1);
        int plane = n == 0 ? 1 : n / shape.size(0) / channels;
        for (int i = 0; i < n; i++) {
            pair.at(i, i / plane % channels);
        }
    }
}
