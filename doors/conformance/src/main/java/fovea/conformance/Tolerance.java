package fovea.conformance;

/**
 * How far a number may be off: {@code |got − expected| ≤ absolute + relative · |expected|}. Not-a-numbers equal each
 * other, and so does each infinity itself.
 */
public record Tolerance(double relative, double absolute) {
    static final Tolerance EXACT = new Tolerance(0, 0);

    /** How far a number may be off {@code expected}. */
    double allowed(double expected) {
        return absolute + relative * Math.abs(expected);
    }
}
