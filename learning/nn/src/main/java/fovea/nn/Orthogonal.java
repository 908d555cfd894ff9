package fovea.nn;

import java.util.random.RandomGenerator;

/** Random vectors of length 1, at right angles to each other. */
final class Orthogonal {
    private Orthogonal() {}

    /**
     * {@code n} vectors of {@code size} numbers, {@code n ≤ size}: normal ones, from each of which its share of those before is taken away
     * (Gram and Schmidt), twice, so that rounding leaves nothing of it.
     */
    static double[][] vectors(int n, int size, RandomGenerator random) {
        double[][] vectors = new double[n][size];
        for (int i = 0; i < n; i++) {
            double[] v = vectors[i];
            for (int k = 0; k < size; k++) {
                v[k] = Initial.gaussian(random);
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    add(v, -dot(v, vectors[j]), vectors[j]);
                }
            }
            double length = StrictMath.sqrt(dot(v, v));
            for (int k = 0; k < size; k++) {
                v[k] /= length;
            }
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static void add(double[] to, double times, double[] x) {
        for (int k = 0; k < to.length; k++) {
            to[k] += times * x[k];
        }
    }
}
