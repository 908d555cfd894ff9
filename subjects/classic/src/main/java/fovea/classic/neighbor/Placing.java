package fovea.classic.neighbor;

import fovea.classic.Points;

/** What is done to points before they are multiplied, so that little is lost by rounding. */
sealed interface Placing {

    /** Changes the numbers of one point; returns the square of its length before it is rounded, at most 1 on the sphere. */
    double place(float[] values, int from, int size);

    /**
     * Moves the origin to the mean of {@code points}: products of numbers far from 0 would lose their digits. That of bytes is rounded, so
     * that they stay whole.
     */
    static Placing around(Points points) {
        float[] mean = points.mean();
        if (points instanceof Points.Bytes) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] = Math.round(mean[d]);
            }
        }
        return new Centered(mean);
    }

    /** Makes every point's length 1; the origin stays where it is. */
    static Placing onSphere() {
        return new OnSphere();
    }

    /** Differences from a mean. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Centered(float[] mean) implements Placing {
        @Override
        public double place(float[] values, int from, int size) {
            double squares = 0;
            for (int d = 0; d < size; d++) {
                values[from + d] -= mean[d];
                squares += (double) values[from + d] * values[from + d];
            }
            return squares;
        }
    }

    /** Directions. */
    record OnSphere() implements Placing {
        @Override
        public double place(float[] values, int from, int size) {
            double squares = 0;
            for (int d = 0; d < size; d++) {
                squares += (double) values[from + d] * values[from + d];
            }
            double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
            for (int d = 0; d < size; d++) {
                values[from + d] = (float) (values[from + d] * scale);
            }
            return squares == 0 ? 0 : 1;
        }
    }
}
