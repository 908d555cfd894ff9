package fovea.bench;

import java.util.List;

/**
 * The middle of a set of measurements, and how far it spreads.
 *
 * @param p10 a tenth of them are below it
 * @param median half of them are below it
 * @param p90 a tenth of them are above it
 */
record Quantiles(double p10, double median, double p90) {

    static Quantiles of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Quantiles(at(sorted, 0.1), at(sorted, 0.5), at(sorted, 0.9));
    }

    /** Interpolates linearly between the two nearest, as NumPy's {@code quantile} does by default. */
    private static double at(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
