package fovea.onednn;

/**
 * Hyperbolic tangent and logistic function of many numbers, in loops that the JIT vectorizes: {@code x · P(x²) / Q(x²)}, both of degree
 * four, fitted to tanh between −9.2 and 9.2 so that the largest relative error is least (2.5e-8), and 1 outside, where {@code f32} knows
 * nothing larger that is less than 1. With the roundings of {@code f32} it is off by 3.4e-7 at most.
 */
final class Saturating {
    private static final float END = 9.2f;
    private static final float P1 = 0.13367884f;
    private static final float P2 = 3.479998e-3f;
    private static final float P3 = 2.0353364e-5f;
    private static final float P4 = 1.3002136e-8f;
    private static final float Q1 = 0.46701196f;
    private static final float Q2 = 2.5817623e-2f;
    private static final float Q3 = 3.260172e-4f;
    private static final float Q4 = 7.631878e-7f;

    private Saturating() {}

    /** {@code y = tanh x}. */
    static void tanh(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = tanh(x[i]);
        }
    }

    /** {@code y = 1 / (1 + e⁻ˣ) = (1 + tanh(x / 2)) / 2}. */
    static void sigmoid(float[] x, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = tanh(x[i] * 0.5f) * 0.5f + 0.5f;
        }
    }

    private static float tanh(float a) {
        float x = Math.min(Math.max(a, -END), END);
        float s = x * x;
        float p = (((P4 * s + P3) * s + P2) * s + P1) * s + 1;
        float q = (((Q4 * s + Q3) * s + Q2) * s + Q1) * s + 1;
        return Math.min(Math.max(x * p / q, -1f), 1f);
    }
}
