package fovea.nn.recurrent;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One step of an {@link Rnn}. */
public record RnnCell(
        Parameter weightIh,
        Parameter weightHh,
        @Nullable Parameter biasIh,
        @Nullable Parameter biasHh,
        Nonlinearity nonlinearity)
        implements Cell<Tensor> {
    private static final int GATES = 1;

    /** Checks the parameters. */
    public RnnCell {
        Sizes.checked("rnnCell", GATES, weightIh, weightHh, biasIh, biasHh);
    }

    /** A fresh one with biases, with the hyperbolic tangent. */
    public static RnnCell of(int inputSize, int hiddenSize, RandomGenerator random) {
        return of(inputSize, hiddenSize, true, Nonlinearity.TANH, random);
    }

    /** A fresh one, with biases or without. */
    public static RnnCell of(
            int inputSize, int hiddenSize, boolean bias, Nonlinearity nonlinearity, RandomGenerator random) {
        int rows = Math.multiplyExact(GATES, hiddenSize);
        return new RnnCell(
                Weighting.fresh(Shape.of(rows, inputSize), hiddenSize, random),
                Weighting.fresh(Shape.of(rows, hiddenSize), hiddenSize, random),
                bias ? Weighting.fresh(Shape.of(rows), hiddenSize, random) : null,
                bias ? Weighting.fresh(Shape.of(rows), hiddenSize, random) : null,
                nonlinearity);
    }

    private Sizes sizes() {
        return new Sizes("rnnCell", GATES, weightIh.shape(), weightHh.shape());
    }

    @Override
    public Tensor zeroState(Tensor x) {

        return sizes().zeros(x);
    }

    @Override
    public Tensor step(Tensor x, Tensor h) {
        Gates gates = new Gates.Plain(Gates.Weights.of(weightIh, weightHh, biasIh, biasHh, null), nonlinearity);

        return sizes().step(gates, x, h)[0];
    }

    /** The state after {@code x}, which is the first. */
    @Override
    public Tensor forward(Tensor x) {
        return step(x);
    }
}
