package fovea.graph;

/** How far from 0 numbers lie: a histogram of their magnitudes, whose bins grow wider when larger numbers come. */
final class Spread {
    private static final int BINS = 2048;

    private long[] counts = new long[BINS];
    private float width;

    void add(float[] numbers) {
        float largest = 0;
        for (float x : numbers) {
            largest = Math.max(largest, Math.abs(x));
        }
        if (!Float.isFinite(largest)) {
            throw new IllegalArgumentException("a number that is not finite came up" + System.lineSeparator()
                    + "  calibrate with inputs such as the program will be given");
        }
        if (largest == 0) {
            counts[0] += numbers.length;
            return;
        }
        widen(largest);
        float perBin = 1 / width;
        for (float x : numbers) {
            counts[Math.min(BINS - 1, (int) (Math.abs(x) * perBin))]++;
        }
    }

    private void widen(float largest) {
        if (width == 0) {
            width = largest / BINS;
        }
        while (width * BINS < largest) {
            long[] joined = new long[BINS];
            for (int i = 0; i < BINS; i++) {
                joined[i / 2] += counts[i];
            }
            counts = joined;
            width *= 2;
        }
    }

    /**
     * The reach for which numbers are reproduced best, in squares, when {@code steps} equal steps lead from 0 to it: further numbers are cut
     * off, nearer ones rounded. 0 where all numbers are 0.
     */
    double reach(int steps) {
        double far = 0;
        double farSum = 0;
        double farSquares = 0;
        double all = 0;
        for (long count : counts) {
            all += count;
        }
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = BINS; i > 0 && width > 0; i--) {
            double end = i * (double) width;
            double cut = farSquares - 2 * end * farSum + end * end * far;
            double step = end / steps;
            double error = cut + (all - far) * step * step / 12;
            if (error < least) {
                least = error;
                best = end;
            }
            double middle = (i - 0.5) * width;
            far += counts[i - 1];
            farSum += counts[i - 1] * middle;
            farSquares += counts[i - 1] * middle * middle;
        }
        return best;
    }
}
