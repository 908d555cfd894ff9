package fovea.bench;

/**
 * Numbers that look random and are a closed formula of their place, so that every contestant starts from the same bits
 * without a file being passed around.
 *
 * <p>Element {@code i} of stream {@code s} is the SplitMix64 finalizer of {@code s · 2³² + i} (Steele, Lea and Flood 2014,
 * <a href="https://doi.org/10.1145/2660193.2660195">Fast splittable pseudorandom number generators</a>).
 */
final class Fill {
    private Fill() {}

    /** Returns {@code count} floats, uniform in {@code [-bound, bound)}. */
    static float[] uniform(int stream, int count, double bound) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double unit = (mix(stream, i) >>> 40) * 0x1p-24;
            values[i] = (float) ((2 * unit - 1) * bound);
        }
        return values;
    }

    /** Returns {@code count} class numbers, uniform in {@code [0, classes)}. */
    static int[] labels(int stream, int count, int classes) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (int) Math.floorMod(mix(stream, i), (long) classes);
        }
        return labels;
    }

    private static long mix(int stream, int index) {
        long z = (((long) stream << 32) + index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
