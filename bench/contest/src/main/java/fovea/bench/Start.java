package fovea.bench;

/** How an array of parameters starts. */
public sealed interface Start {
    /** Uniform in {@code ±√(6 / fan-in)} (He et al. 2015), fan-in being the product of all axes but the first. */
    Start HE = new He();

    /** See {@link #HE}. */
    record He() implements Start {}

    /** Uniform in {@code [-bound, bound)}. */
    record Uniform(double bound) implements Start {}

    /** All the same. */
    record Constant(float value) implements Start {}
}
