package fovea.data;

import java.util.Arrays;

/**
 * Changes of brightness and color, made one after the other where the pixels lie, on a scale from 0 to 1; then the numbers are normalized.
 * Formulas are torchvision's for tensors of floats; gray is {@code 0.2989 R + 0.587 G + 0.114 B}, as ITU-R 601 has it.
 */
final class Tones {

    private static final float RED = 0.2989f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /** Every byte on a scale from 0 to 1, three times. */
    private static final float[] PLAIN = new float[3 * 256];

    static {
        for (int i = 0; i < PLAIN.length; i++) {
            PLAIN[i] = i % 256 / 255f;
        }
    }

    private enum Kind {
        BRIGHTNESS,
        CONTRAST,
        SATURATION,
        HUE,
        LIGHT
    }

    private Kind[] kinds = new Kind[8];
    private float[] factors = new float[3 * kinds.length];
    private int count;

    void reset() {
        count = 0;
    }

    boolean isActive() {
        return count > 0;
    }

    void brightness(double factor) {
        add(Kind.BRIGHTNESS, factor, 0, 0);
    }

    void contrast(double factor) {
        add(Kind.CONTRAST, factor, 0, 0);
    }

    void saturation(double factor) {
        add(Kind.SATURATION, factor, 0, 0);
    }

    void hue(double turn) {
        add(Kind.HUE, turn, 0, 0);
    }

    void light(double red, double green, double blue) {
        add(Kind.LIGHT, red, green, blue);
    }

    private void add(Kind kind, double a, double b, double c) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * count);
            factors = Arrays.copyOf(factors, 6 * count);
        }
        kinds[count] = kind;
        factors[3 * count] = (float) a;
        factors[3 * count + 1] = (float) b;
        factors[3 * count + 2] = (float) c;
        count++;
    }

    /** The table that {@link #apply} wants pixels to be written with. */
    static float[] plain() {
        return PLAIN;
    }

    /**
     * Makes all changes and normalizes.
     *
     * @param x pixels {@code [H, W, C]} from {@code from} to {@code end}, 0 to 1
     * @param table {@link Normalization#table}
     */
    void apply(float[] x, int from, int end, int channels, float[] table) {
        for (int i = 0; i < count; i++) {
            float factor = factors[3 * i];
            switch (kinds[i]) {
                case BRIGHTNESS -> blend(x, from, end, factor, 0);
                case CONTRAST -> blend(x, from, end, factor, (1 - factor) * gray(x, from, end, channels));
                case SATURATION -> {
                    if (channels == 3) {
                        saturate(x, from, end, factor);
                    }
                }
                case HUE -> {
                    if (channels == 3) {
                        turnHue(x, from, end, factor);
                    }
                }
                case LIGHT -> {
                    for (int c = 0; c < channels; c++) {
                        shift(x, from + c, end, channels, 1, factors[3 * i + c]);
                    }
                }
            }
        }
        for (int c = 0; c < channels; c++) {
            shift(x, from + c, end, channels, table[256 * c + 255] - table[256 * c], table[256 * c]);
        }
    }

    private static void shift(float[] x, int from, int end, int step, float factor, float offset) {
        for (int i = from; i < end; i += step) {
            x[i] = x[i] * factor + offset;
        }
    }

    private static void blend(float[] x, int from, int end, float factor, float offset) {
        for (int i = from; i < end; i++) {
            x[i] = Math.max(0, Math.min(1, x[i] * factor + offset));
        }
    }

    /** The mean of the image in gray. */
    private static float gray(float[] x, int from, int end, int channels) {
        double sum = 0;
        for (int i = from; i < end; i += channels) {
            sum += channels == 1 ? x[i] : RED * x[i] + GREEN * x[i + 1] + BLUE * x[i + 2];
        }
        return (float) (sum * channels / (end - from));
    }

    private static void saturate(float[] x, int from, int end, float factor) {
        for (int i = from; i < end; i += 3) {
            float gray = (1 - factor) * (RED * x[i] + GREEN * x[i + 1] + BLUE * x[i + 2]);
            x[i] = Math.max(0, Math.min(1, x[i] * factor + gray));
            x[i + 1] = Math.max(0, Math.min(1, x[i + 1] * factor + gray));
            x[i + 2] = Math.max(0, Math.min(1, x[i + 2] * factor + gray));
        }
    }

    /**
     * Turns every color's hue by a share of the circle, its largest and smallest value kept (the hexagon of HSV, Smith 1978): a channel is
     * {@code max − chroma · clamp(min(k, 4 − k), 0, 1)} with {@code k = (n + 6 hue) mod 6} and n = 5, 3, 1 for red, green, blue.
     */
    private static void turnHue(float[] x, int from, int end, float turn) {
        for (int i = from; i < end; i += 3) {
            float red = x[i];
            float green = x[i + 1];
            float blue = x[i + 2];
            float max = Math.max(red, Math.max(green, blue));
            float chroma = max - Math.min(red, Math.min(green, blue));
            if (chroma > 0) {
                float sextant;
                if (max == red) {
                    sextant = (green - blue) / chroma;
                } else if (max == green) {
                    sextant = 2 + (blue - red) / chroma;
                } else {
                    sextant = 4 + (red - green) / chroma;
                }
                float hue = sextant + 6 * turn + 6; // at least 2 for turns down to −½
                x[i] = max - chroma * fading(hue + 5);
                x[i + 1] = max - chroma * fading(hue + 3);
                x[i + 2] = max - chroma * fading(hue + 1);
            }
        }
    }

    private static float fading(float position) {
        float k = position - 6 * (int) (position / 6);
        return Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    }
}
