package fovea.nn.recurrent;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One step of a {@link Gru}; the gates are in the order r, z, n. */
public record GruCell(
        Parameter weightIh,
        Parameter weightHh,
        @Nullable Parameter biasIh,
        @Nullable Parameter biasHh) implements Cell<Tensor> {
    private static final int GATES = 3;

    /** Checks the parameters. */
    public GruCell {
        Sizes.checked("gruCell", GATES, weightIh, weightHh, biasIh, biasHh);
    }

    /** A fresh one with biases. */
    public static GruCell of(int inputSize, int hiddenSize, RandomGenerator random) {
        return of(inputSize, hiddenSize, true, random);
    }

    /** A fresh one, with biases or without. */
    public static GruCell of(int inputSize, int hiddenSize, boolean bias, RandomGenerator random) {
        int rows = Math.multiplyExact(GATES, hiddenSize);
        return new GruCell(
                Weighting.fresh(Shape.of(rows, inputSize), hiddenSize, random),
                Weighting.fresh(Shape.of(rows, hiddenSize), hiddenSize, random),
                bias ? Weighting.fresh(Shape.of(rows), hiddenSize, random) : null,
                bias ? Weighting.fresh(Shape.of(rows), hiddenSize, random) : null);
    }

    private Sizes sizes() {
        return new Sizes("gruCell", GATES, weightIh.shape(), weightHh.shape());
    }

    @Override
    public Tensor zeroState(Tensor x) {

        return sizes().zeros(x);
    }

    @Override
    public Tensor step(Tensor x, Tensor h) {
        Gates gates = new Gates.Gated(Gates.Weights.of(weightIh, weightHh, biasIh, biasHh, null));

        return sizes().step(gates, x, h)[0];
    }

    /** The state after {@code x}, which is the first. */
    @Override
    public Tensor forward(Tensor x) {
        return step(x);
    }
}
