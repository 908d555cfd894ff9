package fovea.detect;

import java.util.Arrays;

/** Pixels and their weights, bin after bin. */
final class Taps {
    private final int[] first;
    private int[] pixels = new int[64];
    private double[] weights = new double[64];
    private int bins;
    private int count;

    /** Of so many bins, none of them filled. */
    Taps(int bins) {
        this.first = new int[bins + 1];
    }

    /** One pixel more for the bin that is being filled. */
    void add(int pixel, double weight) {
        if (count == pixels.length) {
            pixels = Arrays.copyOf(pixels, 2 * count);
            weights = Arrays.copyOf(weights, 2 * count);
        }
        pixels[count] = pixel;
        weights[count++] = weight;
    }

    /** The bin is filled, the next one begins. */
    void next() {
        first[++bins] = count;
    }

    /** Where the taps of a bin begin. */
    int first(int bin) {
        return first[bin];
    }

    int pixel(int i) {
        return pixels[i];
    }

    double weight(int i) {
        return weights[i];
    }

    /** Of all bins. */
    int count() {
        return count;
    }
}
