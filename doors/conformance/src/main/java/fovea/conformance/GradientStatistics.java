package fovea.conformance;

import fovea.format.NdArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * Holds the gradients of a whole model against those expected, measured by their norms. A ReLU within rounding of its kink may switch
 * sides, so that one number in ten may be off by up to half the norm of its gradient, and the others by 0.005 of it; a norm less than a
 * thousandth of the largest counts as that. So the packs have it.
 */
final class GradientStatistics {
    private static final int EACH = 3;
    private static final double USUAL = 5e-3;
    private static final double MOST = 0.5;
    private static final double EXCUSED = 0.1;

    private GradientStatistics() {}

    /**
     * Gradients that are told by three numbers each.
     *
     * @param expected {@code [K, 3]} or {@code [3]}: norm, sum, signature
     * @param toNorm how far off the usual number may be, measured by the norm, if more than 0.005
     */
    static Optional<Mismatch> compare(String tensor, NdArray got, NdArray expected, double toNorm) {
        double[] e = expected.toDoubles();
        double least = 1e-3 * largestNorm(e);
        return compare(tensor, got.toDoubles(), e, Math.max(toNorm, USUAL), i -> Math.max(e[i / EACH * EACH], least));
    }

    /** Some elements of a gradient, by their own norm. */
    static Optional<Mismatch> elements(String tensor, NdArray got, NdArray expected) {
        double[] e = expected.toDoubles();
        double norm = Math.sqrt(Arrays.stream(e).map(x -> x * x).sum());
        return compare(tensor, got.toDoubles(), e, USUAL, _ -> norm);
    }

    private static Optional<Mismatch> compare(
            String tensor, double[] got, double[] expected, double usual, IntToDoubleFunction norm) {
        int beyond = 0;
        int worst = 0;
        double most = 0;
        for (int i = 0; i < expected.length; i++) {
            double away = Math.abs(got[i] - expected[i]) / norm.applyAsDouble(i);
            double off = got[i] == expected[i] ? 0 : Double.isNaN(away) ? Double.POSITIVE_INFINITY : away;
            beyond += off <= usual ? 0 : 1;
            if (off > most) {
                worst = i;
                most = off;
            }
        }
        if (beyond <= EXCUSED * expected.length && most <= MOST) {
            return Optional.empty();
        }
        String numbers = String.format(
                Locale.ROOT,
                "%d of %d numbers are off; worst is number %d: got %.9g, expected %.9g, off by %.3g norms",
                beyond,
                expected.length,
                worst,
                got[worst],
                expected[worst],
                most);
        return Optional.of(new Mismatch(tensor, numbers, Optional.empty()));
    }

    private static double largestNorm(double[] statistics) {
        double largest = 0;
        for (int i = 0; i < statistics.length; i += EACH) {
            largest = Math.max(largest, statistics[i]);
        }
        return largest;
    }
}
