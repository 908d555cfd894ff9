package fovea.train.tune;

/** What the ranges of dimensions have in common. */
final class Ranges {
    private Ranges() {}

    /** Refuses a range that holds one value or none, is not finite, or does not stay above {@code floor}. */
    static void check(String name, double low, double high, double floor) {
        if (!(low > floor && low < high && high < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s: from %s to %s\n  the first must be less than the second%s"
                    .formatted(name, low, high, floor == 0 ? ", and above 0" : ""));
        }
    }

    /** Which of {@code count} equal stretches a place is in. */
    static int step(double place, int count) {
        return Math.clamp((long) Math.floor(place * count), 0, count - 1);
    }

    static double within(Dimension dimension, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(
                    "%s: %s is no value of %s\n  give one of those".formatted(dimension.name(), value, dimension));
        }
        return value;
    }
}
