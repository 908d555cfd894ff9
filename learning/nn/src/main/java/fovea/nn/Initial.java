package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Weights to begin with. The same stream of random numbers gives the same bits on every machine.
 *
 * <p>Weights are {@code [O, I, …]}; {@code fan-in = I · …} numbers flow into each output, and {@code fan-out = O · …} out of each input.
 */
public final class Initial {
    private Initial() {}

    /** Uniform between {@code −bound} and {@code bound}. */
    public static Tensor uniform(Shape shape, double bound, RandomGenerator random) {
        float[] elements = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return Tensor.of(shape, elements);
    }

    /** Normal with mean 0 and this standard deviation, by the polar method (Marsaglia and Bray 1964). */
    public static Tensor normal(Shape shape, double deviation, RandomGenerator random) {
        float[] elements = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i += 2) {
            double u;
            double v;
            double square;
            do {
                u = 2 * random.nextDouble() - 1;
                v = 2 * random.nextDouble() - 1;
                square = u * u + v * v;
            } while (square >= 1 || square == 0);
            // StrictMath, not Math, whose last bit may differ between machines.
            double scale = deviation * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            elements[i] = (float) (u * scale);
            if (i + 1 < elements.length) {
                elements[i + 1] = (float) (v * scale);
            }
        }
        return Tensor.of(shape, elements);
    }

    /**
     * Normal with deviation {@code √(2 / fan-out)}, so that gradients keep their size through layers with ReLU (He et al. 2015, equation
     * 14, <a href="https://arxiv.org/abs/1502.01852">arXiv:1502.01852</a>); torchvision's ResNets begin so.
     */
    public static Tensor he(Shape weight, RandomGenerator random) {
        return normal(weight, StrictMath.sqrt(2.0 / fanOut(weight)), random);
    }

    /** {@code 1/√fan-in}, the bound between which PyTorch's {@code Linear} and {@code Conv} begin, biases too. */
    public static double bound(Shape weight) {
        return 1 / StrictMath.sqrt((double) fanIn(weight));
    }

    private static long fanIn(Shape weight) {
        return Math.max(1, weight.elements() / Math.max(1, weight.size(0)));
    }

    private static long fanOut(Shape weight) {
        return Math.max(1, weight.elements() / Math.max(1, weight.size(1)));
    }

    /** A scale to be learned, 1 at first. */
    static Parameter scale(Shape shape) {
        return new Parameter(Tensor.ones(shape));
    }

    /** A shift to be learned, 0 at first. */
    static Parameter shift(Shape shape) {
        return new Parameter(Tensor.zeros(shape));
    }

    /** What a variable that may not be there holds. */
    static @Nullable Tensor value(@Nullable Variable variable) {
        return variable == null ? null : variable.get();
    }
}
