package fovea.nn.attention;

import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/** What tells a transformer where in a sequence each step is: numbers added to the features. */
public final class Positions {
    private Positions() {}

    /**
     * Waves of all lengths between 2π and 10000 · 2π (Vaswani et al. 2017, section 3.5), {@code f32 [T, E]}:
     *
     * <pre>  y[t, 2i] = sin(t / 10000^(2i/E))    y[t, 2i + 1] = cos(t / 10000^(2i/E))</pre>
     */
    public static Tensor sinusoidal(int steps, int features) {
        float[] y = new float[Math.multiplyExact(steps, features)];
        for (int i = 0; i < features; i++) {
            double rate = StrictMath.pow(10000, -(i - i % 2) / (double) features);
            for (int t = 0; t < steps; t++) {
                y[t * features + i] = (float) (i % 2 == 0 ? StrictMath.sin(t * rate) : StrictMath.cos(t * rate));
            }
        }
        return Tensor.of(Shape.of(steps, features), y);
    }

    /**
     * Adds {@link #sinusoidal} to a sequence.
     *
     * <p>Shapes: {@code x [T, N, E]}, or {@code [N, T, E]} if {@code batchFirst}, or {@code [T, E]} → alike.
     *
     * @param dropout the share of the sum set to zero in training; 0.1 in the paper
     */
    public record Sinusoidal(boolean batchFirst, double dropout) implements Layer {
        @Override
        public Tensor forward(Tensor x) {
            int steps = steps("sinusoidal", x, batchFirst);
            Tensor waves = sinusoidal(steps, x.shape().size(-1)).cast(x.dtype());
            Tensor y = x.add(placed(waves, x, batchFirst));
            return dropout == 0 ? y : new Dropout(dropout).forward(y);
        }
    }

    /**
     * Adds numbers that are learned for each place (Gehring et al. 2017; as in GPT and vision transformers).
     *
     * <p>Shapes: {@code x [T, N, E]}, or {@code [N, T, E]} if {@code batchFirst}, or {@code [T, E]} → alike.
     *
     * @param weight {@code [longest, E]}
     */
    public record Learned(Parameter weight, boolean batchFirst) implements Layer {

        /** For sequences of up to {@code longest} steps; normal with deviation 0.02, as in GPT-2. */
        public static Learned of(int longest, int features, boolean batchFirst, RandomGenerator random) {
            return new Learned(new Parameter(Initial.normal(Shape.of(longest, features), 0.02, random)), batchFirst);
        }

        @Override
        public Tensor forward(Tensor x) {
            int steps = steps("positions", x, batchFirst);
            Shape shape = weight.shape();
            if (steps > shape.size(0) || x.shape().size(-1) != shape.size(1)) {
                throw new ShapeException(
                        "positions",
                        "x is " + x.shape() + " and the weight " + shape,
                        "there are places for %d steps of %d features".formatted(shape.size(0), shape.size(1)));
            }
            return x.add(placed(weight.get().slice(0, 0, steps, 1), x, batchFirst));
        }
    }

    private static int steps(String layer, Tensor x, boolean batchFirst) {
        int rank = x.shape().rank();
        if (rank != 2 && rank != 3) {
            throw new ShapeException(
                    layer, "x is " + x.shape(), "x must be " + (batchFirst ? "[N, T, E]" : "[T, N, E]") + " or [T, E]");
        }
        return x.shape().size(rank == 3 && batchFirst ? 1 : 0);
    }

    /** {@code [T, E]} as it is added to {@code x}. */
    private static Tensor placed(Tensor y, Tensor x, boolean batchFirst) {
        return x.shape().rank() == 2 || batchFirst
                ? y
                : y.reshape(Shape.of(y.shape().size(0), 1, y.shape().size(1)));
    }
}
