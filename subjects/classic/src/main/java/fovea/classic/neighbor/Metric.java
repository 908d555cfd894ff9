package fovea.classic.neighbor;

import fovea.classic.Points;

/**
 * How far apart two points are. Computed in double precision from the numbers as they are, term after term; between points of bytes L1 and
 * the square of L2 are exact whole numbers.
 */
public enum Metric {
    /** The sum of differences, {@code Σ |a − b|}: city blocks. It depends on how the axes lie. */
    L1 {
        @Override
        double floats(float[] a, int i, float[] b, int j, int size) {
            double sum = 0;
            for (int d = 0; d < size; d++) {
                sum += Math.abs((double) a[i + d] - b[j + d]);
            }
            return sum;
        }

        @Override
        double bytes(byte[] a, int i, byte[] b, int j, int size) {
            long sum = 0;
            for (int d = 0; d < size; d++) {
                sum += Math.abs((a[i + d] & 0xff) - (b[j + d] & 0xff));
            }
            return sum;
        }
    },

    /** The straight line, {@code √(Σ (a − b)²)}. Turning the axes changes nothing. */
    L2 {
        @Override
        double floats(float[] a, int i, float[] b, int j, int size) {
            double sum = 0;
            for (int d = 0; d < size; d++) {
                double difference = (double) a[i + d] - b[j + d];
                sum += difference * difference;
            }
            return Math.sqrt(sum);
        }

        @Override
        double bytes(byte[] a, int i, byte[] b, int j, int size) {
            double sum = 0;
            for (int d = 0; d < size; d++) {
                int difference = (a[i + d] & 0xff) - (b[j + d] & 0xff);
                sum += difference * difference; // whole numbers below 2^53: exact
            }
            return Math.sqrt(sum);
        }
    },

    /** One minus the cosine of the angle, {@code 1 − a·b / (‖a‖ ‖b‖)}, 0 to 2; how long the points are does not matter. 1 from or to zero. */
    COSINE {
        @Override
        double floats(float[] a, int i, float[] b, int j, int size) {
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int d = 0; d < size; d++) {
                ab += (double) a[i + d] * b[j + d];
                aa += (double) a[i + d] * a[i + d];
                bb += (double) b[j + d] * b[j + d];
            }
            return oneMinus(ab, aa, bb);
        }

        @Override
        double bytes(byte[] a, int i, byte[] b, int j, int size) {
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int d = 0; d < size; d++) {
                int x = a[i + d] & 0xff;
                int y = b[j + d] & 0xff;
                ab += x * y;
                aa += x * x;
                bb += y * y;
            }
            return oneMinus(ab, aa, bb);
        }

        private static double oneMinus(double ab, double aa, double bb) {
            return aa == 0 || bb == 0 ? 1 : Math.max(0, 1 - ab / (Math.sqrt(aa) * Math.sqrt(bb)));
        }
    };

    /** Between numbers {@code i …} of {@code a} and {@code j …} of {@code b}. */
    abstract double floats(float[] a, int i, float[] b, int j, int size);

    /** Between unsigned bytes {@code i …} of {@code a} and {@code j …} of {@code b}. */
    abstract double bytes(byte[] a, int i, byte[] b, int j, int size);

    /** The distance from point {@code i} of {@code a} to point {@code j} of {@code b}, both of one size. */
    public double between(Points a, int i, Points b, int j) {
        int size = a.size();
        return a instanceof Points.Bytes x && b instanceof Points.Bytes y
                ? bytes(x.values(), i * size, y.values(), j * size, size)
                : floats(a.toFloats().values(), i * size, b.toFloats().values(), j * size, size);
    }
}
