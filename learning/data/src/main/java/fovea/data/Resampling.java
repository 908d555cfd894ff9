package fovea.data;

import java.util.Arrays;

/**
 * Resizing by a separable filter: {@code out[i] = Σ k  in[k] · w((k + ½) / s − (i + ½))}, normalized, along the rows and
 * then along the columns, where {@code s} is in pixels over out pixels.
 */
final class Resampling {

    private static final int BITS = 22;

    private Resampling() {}

    /** The whole picture at another size. */
    static Image triangle(Image image, int height, int width) {
        return triangle(image, height, width, 0, 0, height, width);
    }

    /**
     * A rectangle of the picture as it is at {@code scaledHeight × scaledWidth}; the rest of that is never computed. The
     * filter is a triangle of half-width 1, measured in out pixels where the picture shrinks and in in pixels where it grows.
     */
    static Image triangle(Image image, int scaledHeight, int scaledWidth, int top, int left, int height, int width) {
        Taps across = Taps.of(image.width(), scaledWidth, left, width);
        Taps down = Taps.of(image.height(), scaledHeight, top, height);
        int channels = image.channels();
        byte[][] rows = new byte[image.height()][];
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
        int[] sums = new int[width * channels];
        for (int y = 0, done = down.first[0]; y < height; y++) {
            int first = down.first[y];
            int last = first + down.weights[y].length;
            for (done = Math.max(done, first); done < last; done++) {
                rows[done] = squeeze(image, done, across, width);
            }
            mix(rows, first, down.weights[y], sums);
            round(sums, out, y * sums.length);
            release(rows, down.first[Math.max(0, y - 1)], first);
        }
        return Image.of(height, width, channels, out);
    }

    private static byte[] squeeze(Image image, int y, Taps taps, int width) {
        int channels = image.channels();
        byte[] pixels = image.pixels();
        byte[] row = new byte[width * channels];
        for (int x = 0; x < width; x++) {
            int[] weights = taps.weights[x];
            for (int c = 0; c < channels; c++) {
                int from = (y * image.width() + taps.first[x]) * channels + c;
                int sum = 1 << (BITS - 1);
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (pixels[from + k * channels] & 0xff);
                }
                row[x * channels + c] = rounded(sum);
            }
        }
        return row;
    }

    private static void mix(byte[][] rows, int first, int[] weights, int[] sums) {
        Arrays.fill(sums, 1 << (BITS - 1));
        for (int k = 0; k < weights.length; k++) {
            byte[] row = rows[first + k];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weights[k] * (row[i] & 0xff);
            }
        }
    }

    private static void round(int[] sums, byte[] out, int at) {
        for (int i = 0; i < sums.length; i++) {
            out[at + i] = rounded(sums[i]);
        }
    }

    /** Half a step was added before. */
    private static byte rounded(int sum) {
        return (byte) Math.clamp(sum >> BITS, 0, 255);
    }

    /** Rows above the window are not needed again: a tall picture is never held twice. */
    private static void release(byte[][] rows, int from, int to) {
        for (int y = from; y < to; y++) {
            rows[y] = new byte[0];
        }
    }

    /** Which in pixels each out pixel reads, and with what weights. */
    private static final class Taps {

        final int[] first;
        final int[][] weights;

        private Taps(int[] first, int[][] weights) {
            this.first = first;
            this.weights = weights;
        }

        static Taps of(int in, int out, int from, int count) {
            double scale = (double) in / out;
            double support = Math.max(1, scale);
            int[] first = new int[count];
            int[][] weights = new int[count][];
            for (int i = 0; i < count; i++) {
                double center = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (center - support + 0.5));
                int last = Math.min(in, (int) (center + support + 0.5));
                weights[i] = normalized(first[i], Math.max(last, first[i] + 1), center, support);
            }
            return new Taps(first, weights);
        }

        private static int[] normalized(int first, int last, double center, double support) {
            double[] raw = new double[last - first];
            double sum = 0;
            for (int k = 0; k < raw.length; k++) {
                raw[k] = Math.max(0, 1 - Math.abs((first + k + 0.5 - center) / support));
                sum += raw[k];
            }
            int[] weights = new int[raw.length];
            for (int k = 0; k < raw.length; k++) {
                weights[k] = (int) (raw[k] / sum * (1 << BITS) + 0.5);
            }
            return weights;
        }
    }
}
