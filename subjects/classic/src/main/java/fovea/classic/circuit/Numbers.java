package fovea.classic.circuit;

import java.util.Locale;

/** Numbers as circuits print them. */
final class Numbers {
    private Numbers() {}

    /** With two decimals, as the slides have them. */
    static String two(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.equals("-0.00") ? "0.00" : text;
    }

    /** Without decimals that say nothing. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
