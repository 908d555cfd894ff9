package fovea.conformance;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * Numbers spread over {@code [−1, 1]} by a formula, which stand for weights and images that would be too large for a pack:
 *
 * <pre>  r(i) = 2·(u³ mod p)/(p − 1) − 1,  u = 40503·i mod p,  p = 65519</pre>
 */
final class Scatter {
    private static final int PERIOD = 65519;
    private static final double[] NUMBERS = numbers();

    private Scatter() {}

    private static double[] numbers() {
        double[] numbers = new double[PERIOD];
        for (int i = 0; i < PERIOD; i++) {
            long u = 40503L * i % PERIOD;
            numbers[i] = 2.0 * (u * u % PERIOD * u % PERIOD) / (PERIOD - 1) - 1;
        }
        return numbers;
    }

    private static double at(long i) {
        return NUMBERS[(int) (i % PERIOD)];
    }

    /** {@code center + scale · r(from + j)} for each element j. */
    static Tensor fill(Shape shape, long from, double center, double scale) {
        float[] elements = new float[Math.toIntExact(shape.elements())];
        for (int j = 0; j < elements.length; j++) {
            elements[j] = (float) (center + scale * at(from + j));
        }
        return Tensor.of(shape, elements);
    }

    /** Norm, sum and signature {@code Σ x[j]·r(from + j)} of a tensor: enough to tell it from others. */
    static double[] statistics(Tensor x, long from) {
        double squares = 0;
        double sum = 0;
        double signature = 0;
        float[] elements = x.toArray();
        for (int j = 0; j < elements.length; j++) {
            squares += (double) elements[j] * elements[j];
            sum += elements[j];
            signature += elements[j] * at(from + j);
        }
        return new double[] {Math.sqrt(squares), sum, signature};
    }
}
