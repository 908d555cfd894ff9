package fovea.results;

import java.util.Locale;
import java.util.Map;

/**
 * What a figure must be.
 *
 * @param figure its name
 * @param least the least that will do; negative infinity where there is no least
 * @param most the most that will do; infinity where there is no most
 */
public record Range(String figure, double least, double most) {
    private static final double LONGEST = 1e12;

    /** A figure that must not be below. */
    public static Range atLeast(String figure, double least) {
        return new Range(figure, least, Double.POSITIVE_INFINITY);
    }

    /** A figure that must not be above. */
    public static Range atMost(String figure, double most) {
        return new Range(figure, Double.NEGATIVE_INFINITY, most);
    }

    /** A figure that must be {@code middle}, give or take {@code slack}. */
    public static Range within(String figure, double middle, double slack) {
        return new Range(figure, middle - slack, middle + slack);
    }

    /** Refuses a range that holds nothing. */
    public Range {
        if (!(least <= most)) {
            throw new IllegalArgumentException(
                    "%s: from %s to %s\n  the least must not be above the most".formatted(figure, least, most));
        }
    }

    /** Whether the figure was measured and is inside. */
    public boolean holds(Map<String, Double> figures) {
        Double value = figures.get(figure);
        return value != null && value >= least && value <= most;
    }

    /** Such as {@code test accuracy ≥ 0.37}. */
    @Override
    public String toString() {
        if (most == Double.POSITIVE_INFINITY) {
            return figure + " ≥ " + number(least);
        }
        if (least == most) {
            return figure + " = " + number(least);
        }
        return least == Double.NEGATIVE_INFINITY
                ? figure + " ≤ " + number(most)
                : figure + " " + number(least) + " to " + number(most);
    }

    /** Four digits that count, without zeros at the end; whole numbers in full, since they were counted. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < LONGEST) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains(".") && !text.contains("e")
                ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
                : text;
    }
}
