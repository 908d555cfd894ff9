package fovea.conformance;

/**
 * How far a number may be off: {@code |got − expected| ≤ absolute + relative · |expected|}. Not-a-numbers equal each
 * other, and so does each infinity itself.
 *
 * @param toNorm 0; or how far gradients of a whole model may be off, told by norms and sums, see {@link GradientStatistics}
 */
public record Tolerance(double relative, double absolute, double toNorm) {
    static final Tolerance EXACT = new Tolerance(0, 0);

    Tolerance(double relative, double absolute) {
        this(relative, absolute, 0);
    }

    /** How far a number may be off {@code expected}. */
    double allowed(double expected) {
        return absolute + relative * Math.abs(expected);
    }
}
