package fovea.data;

import java.util.Arrays;

/**
 * Resizing by a separable filter: {@code out[i] = Σ k  in[k] · w((k + ½) / s − (i + ½))}, normalized, along the rows and
 * then along the columns, where {@code s} is in pixels over out pixels. The filter is a triangle of half-width 1, measured in out pixels
 * where the picture shrinks and in in pixels where it grows.
 *
 * <p>One resampling serves a thread over and over; its arrays grow to the largest picture and stay.
 */
final class Resampling {

    private static final int BITS = 22;

    private final Taps across = new Taps();
    private final Taps down = new Taps();
    private byte[] squeezed = {};
    private int[] sums = {};

    /** A rectangle of a picture. */
    record Part(int top, int left, int height, int width) {}

    /** The whole picture at another size. */
    static Image triangle(Image image, int height, int width) {
        return triangle(image, height, width, new Part(0, 0, height, width));
    }

    /** A window of the picture as it is at {@code scaledHeight × scaledWidth}; the rest of that is never computed. */
    static Image triangle(Image image, int scaledHeight, int scaledWidth, Part window) {
        byte[] out =
                new byte[Math.multiplyExact(Math.multiplyExact(window.height(), window.width()), image.channels())];
        Part whole = new Part(0, 0, image.height(), image.width());
        new Resampling().triangle(image, whole, scaledHeight, scaledWidth, window, out);
        return Image.of(window.height(), window.width(), image.channels(), out);
    }

    /**
     * The same of a part of the picture that knows nothing of its surroundings, into an array.
     *
     * @param window what is wanted of the part when it is {@code scaledHeight × scaledWidth}
     * @param out {@code [window.height, window.width, C]} or longer
     */
    void triangle(Image image, Part part, int scaledHeight, int scaledWidth, Part window, byte[] out) {
        across.set(part.width(), scaledWidth, window.left(), window.width());
        down.set(part.height(), scaledHeight, window.top(), window.height());
        int rowLength = window.width() * image.channels();
        if (squeezed.length < down.most * rowLength) {
            squeezed = new byte[down.most * rowLength];
        }
        if (sums.length < rowLength) {
            sums = new int[rowLength];
        }
        int corner = part.top() * image.width() + part.left();
        for (int y = 0, done = down.first[0]; y < window.height(); y++) {
            int first = down.first[y];
            int end = first + down.count[y];
            for (done = Math.max(done, first); done < end; done++) {
                int from = (corner + done * image.width()) * image.channels();
                squeeze(image.pixels(), from, image.channels(), window.width(), done % down.most * rowLength);
            }
            mix(y, rowLength);
            for (int i = 0; i < rowLength; i++) {
                out[y * rowLength + i] = rounded(sums[i]);
            }
        }
    }

    /** One row of the picture, to the width wanted. */
    private void squeeze(byte[] pixels, int from, int channels, int width, int at) {
        if (channels == 3) {
            squeezeColor(pixels, from, width, at);
            return;
        }
        for (int x = 0; x < width; x++) {
            int k = x * across.most;
            int i = from + across.first[x];
            int sum = 1 << (BITS - 1);
            for (int end = k + across.count[x]; k < end; k++, i++) {
                sum += across.weights[k] * (pixels[i] & 0xff);
            }
            squeezed[at + x] = rounded(sum);
        }
    }

    private void squeezeColor(byte[] pixels, int from, int width, int at) {
        int[] weights = across.weights;
        for (int x = 0, o = at; x < width; x++, o += 3) {
            int k = x * across.most;
            int i = from + 3 * across.first[x];
            int red = 1 << (BITS - 1);
            int green = red;
            int blue = red;
            for (int end = k + across.count[x]; k < end; k++, i += 3) {
                red += weights[k] * (pixels[i] & 0xff);
                green += weights[k] * (pixels[i + 1] & 0xff);
                blue += weights[k] * (pixels[i + 2] & 0xff);
            }
            squeezed[o] = rounded(red);
            squeezed[o + 1] = rounded(green);
            squeezed[o + 2] = rounded(blue);
        }
    }

    /** Squeezed rows lie in a ring: there are never more than the filter spans. */
    private void mix(int y, int rowLength) {
        Arrays.fill(sums, 0, rowLength, 1 << (BITS - 1));
        for (int k = 0; k < down.count[y]; k++) {
            int weight = down.weights[y * down.most + k];
            int from = (down.first[y] + k) % down.most * rowLength;
            for (int i = 0; i < rowLength; i++) {
                sums[i] += weight * (squeezed[from + i] & 0xff);
            }
        }
    }

    /** Half a step was added before. */
    private static byte rounded(int sum) {
        return (byte) Math.clamp(sum >> BITS, 0, 255);
    }

    /** Which in pixels each out pixel reads, and with what weights. */
    private static final class Taps {

        private int[] first = {};
        private int[] count = {};
        private int[] weights = {};
        private double[] raw = {};

        /** The most weights of any out pixel; those of pixel {@code i} are from {@code i · most} on. */
        private int most;

        void set(int in, int out, int from, int size) {
            double scale = (double) in / out;
            double support = Math.max(1, scale);
            most = (int) (2 * support) + 2;
            if (first.length < size) {
                first = new int[size];
                count = new int[size];
            }
            if (weights.length < size * most) {
                weights = new int[size * most];
            }
            if (raw.length < most) {
                raw = new double[most];
            }
            for (int i = 0; i < size; i++) {
                double center = (from + i + 0.5) * scale;
                first[i] = Math.max(0, (int) (center - support + 0.5));
                int end = Math.max(Math.min(in, (int) (center + support + 0.5)), first[i] + 1);
                count[i] = end - first[i];
                normalize(i, center, support);
            }
        }

        private void normalize(int i, double center, double support) {
            double sum = 0;
            for (int k = 0; k < count[i]; k++) {
                raw[k] = Math.max(0, 1 - Math.abs((first[i] + k + 0.5 - center) / support));
                sum += raw[k];
            }
            for (int k = 0; k < count[i]; k++) {
                weights[i * most + k] = (int) (raw[k] / sum * (1 << BITS) + 0.5);
            }
        }
    }
}
