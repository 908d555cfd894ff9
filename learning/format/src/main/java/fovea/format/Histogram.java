package fovea.format;

import java.util.Arrays;

/**
 * Numbers counted between limits that grow by a tenth from 1e-12 on, on both sides of zero, as TensorBoard's own writers count them.
 *
 * @param least of the numbers
 * @param most of them
 * @param count how many
 * @param sum of them
 * @param squares sum of their squares
 * @param limits ascending; each is the upper end of its bucket
 * @param counts one for each limit
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Histogram(double least, double most, long count, double sum, double squares, double[] limits, double[] counts) {
    private static final double[] LIMITS = allLimits();

    private static double[] allLimits() {
        double[] positive = new double[800];
        int n = 0;
        for (double limit = 1e-12; limit < 1e20; limit *= 1.1) {
            positive[n++] = limit;
        }
        double[] all = new double[2 * n + 2];
        for (int i = 0; i < n; i++) {
            all[i] = -positive[n - 1 - i];
            all[n + 1 + i] = positive[i];
        }
        all[2 * n + 1] = Double.MAX_VALUE;
        return all;
    }

    static Histogram of(float... values) {
        double[] counts = new double[LIMITS.length];
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        long count = 0;
        int first = LIMITS.length;
        int last = -1;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                continue;
            }
            int found = Arrays.binarySearch(LIMITS, value);
            int bucket = found >= 0 ? found + 1 : ~found; // a bucket is from its lower limit to below its upper one
            counts[bucket]++;
            first = Math.min(first, bucket);
            last = Math.max(last, bucket);
            least = Math.min(least, value);
            most = Math.max(most, value);
            sum += value;
            squares += (double) value * value;
            count++;
        }
        return count == 0
                ? new Histogram(0, 0, 0, 0, 0, new double[] {0}, new double[] {0})
                : new Histogram(
                        least,
                        most,
                        count,
                        sum,
                        squares,
                        Arrays.copyOfRange(LIMITS, first, last + 1),
                        Arrays.copyOfRange(counts, first, last + 1));
    }

    ProtobufWriter message() {
        return new ProtobufWriter()
                .real(1, least)
                .real(2, most)
                .real(3, (double) count)
                .real(4, sum)
                .real(5, squares)
                .reals(6, limits)
                .reals(7, counts);
    }
}
