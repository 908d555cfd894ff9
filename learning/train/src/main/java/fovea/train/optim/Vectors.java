package fovea.train.optim;

/** Algebra of vectors in double precision, for what reads every number anyway. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double[] plus(double[] a, double scale, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + scale * b[i];
        }
        return sum;
    }

    static double[] times(double[] a, double scale) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * scale;
        }
        return product;
    }

    static double absolute(double[] a) {
        double sum = 0;
        for (double each : a) {
            sum += Math.abs(each);
        }
        return sum;
    }

    static double largest(double[] a) {
        double largest = 0;
        for (double each : a) {
            largest = Math.max(largest, Math.abs(each));
        }
        return largest;
    }
}
