package fovea.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where each pixel of a frame is read from when the image is bent: a linear map around the frame's middle, and a random displacement
 * smoothed by a Gaussian (Simard, Steinkraus and Platt 2003, "Best practices for convolutional neural networks applied to visual document
 * analysis", section 2). Pixels between pixels are bilinear; outside the image is black.
 *
 * <p>One warp serves a thread over and over; its fields are made once for a size.
 */
final class Warp {
    private static final double REACH = 3; // in deviations; beyond, a Gaussian has less than 0.3 % of its weight

    private final double[] linear = new double[4];
    private double alpha;
    private double sigma;
    private long seed;
    private boolean active;
    private float[] rows = {};
    private float[] columns = {};
    private float[] padded = {};
    private float[] half = {};

    void reset() {
        active = false;
        alpha = 0;
        linear[0] = 1;
        linear[1] = 0;
        linear[2] = 0;
        linear[3] = 1;
    }

    boolean isActive() {
        return active;
    }

    /** Before what it did: {@code (row, column) ← M (row, column)}, measured from the middle. */
    void turn(double rr, double rc, double cr, double cc) {
        double[] m = linear.clone();
        linear[0] = m[0] * rr + m[1] * cr;
        linear[1] = m[0] * rc + m[1] * cc;
        linear[2] = m[2] * rr + m[3] * cr;
        linear[3] = m[2] * rc + m[3] * cc;
        active = true;
    }

    /** Displaces by {@code alpha} pixels times noise in ±1, smoothed over {@code sigma} pixels. */
    void bend(double newAlpha, double newSigma, long newSeed) {
        alpha = newAlpha;
        sigma = newSigma;
        seed = newSeed;
        active = true;
    }

    /** Works out for every pixel of the frame where it is read, in rows and columns from the frame's own corner. */
    void prepare(int height, int width) {
        if (rows.length != height * width) {
            rows = new float[height * width];
            columns = new float[height * width];
        }
        if (alpha == 0) {
            Arrays.fill(rows, 0);
            Arrays.fill(columns, 0);
        } else {
            SplittableRandom random = new SplittableRandom(seed);
            float[] weights = gaussian(sigma);
            noise(rows, height, width, weights, random);
            noise(columns, height, width, weights, random);
        }
        double middleRow = (height - 1) / 2.0;
        double middleColumn = (width - 1) / 2.0;
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                double r = y - middleRow;
                double c = x - middleColumn;
                rows[i] += (float) (middleRow + linear[0] * r + linear[1] * c);
                columns[i] += (float) (middleColumn + linear[2] * r + linear[3] * c);
            }
        }
    }

    float row(int i) {
        return rows[i];
    }

    float column(int i) {
        return columns[i];
    }

    private static float[] gaussian(double sigma) {
        int reach = (int) Math.ceil(REACH * sigma);
        double[] raw = new double[2 * reach + 1];
        double sum = 0;
        for (int k = 0; k < raw.length; k++) {
            raw[k] = StrictMath.exp(-(k - reach) * (k - reach) / (2 * sigma * sigma));
            sum += raw[k];
        }
        float[] weights = new float[raw.length];
        for (int k = 0; k < raw.length; k++) {
            weights[k] = (float) (raw[k] / sum);
        }
        return weights;
    }

    private void noise(float[] field, int height, int width, float[] weights, SplittableRandom random) {
        int reach = weights.length / 2;
        int wide = width + 2 * reach;
        if (padded.length != height * wide) {
            padded = new float[height * wide];
            half = new float[(height + 2 * reach) * width];
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                padded[y * wide + reach + x] = (float) (2 * random.nextDouble() - 1);
            }
        }
        for (int y = 0; y < height; y++) {
            smooth(padded, y * wide, 1, weights, 1, half, (y + reach) * width, width);
        }
        for (int y = 0; y < height; y++) {
            smooth(half, y * width, width, weights, (float) alpha, field, y * width, width);
        }
    }

    /** {@code out[i] = scale · Σ k  w[k] · in[i + k · step]}, along a row of {@code out}; the inner loop is one a processor does in lanes. */
    private static void smooth(float[] in, int from, int step, float[] w, float scale, float[] out, int at, int count) {
        Arrays.fill(out, at, at + count, 0);
        for (int k = 0; k < w.length; k++) {
            float weight = scale * w[k];
            int start = from + k * step;
            for (int i = 0; i < count; i++) {
                out[at + i] += weight * in[start + i];
            }
        }
    }
}
