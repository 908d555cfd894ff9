package fovea.nn.recurrent;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One step of an {@link Lstm}; the gates are in the order i, f, g, o. */
public record LstmCell(
        Parameter weightIh,
        Parameter weightHh,
        @Nullable Parameter biasIh,
        @Nullable Parameter biasHh) implements Cell<LstmState> {
    private static final int GATES = 4;

    /** Checks the parameters. */
    public LstmCell {
        Sizes.checked("lstmCell", GATES, weightIh, weightHh, biasIh, biasHh);
    }

    /** A fresh one with biases. */
    public static LstmCell of(int inputSize, int hiddenSize, RandomGenerator random) {
        return of(inputSize, hiddenSize, true, random);
    }

    /** A fresh one, with biases or without. */
    public static LstmCell of(int inputSize, int hiddenSize, boolean bias, RandomGenerator random) {
        int rows = Math.multiplyExact(GATES, hiddenSize);
        return new LstmCell(
                Weighting.fresh(Shape.of(rows, inputSize), hiddenSize, random),
                Weighting.fresh(Shape.of(rows, hiddenSize), hiddenSize, random),
                bias ? Weighting.fresh(Shape.of(rows), hiddenSize, random) : null,
                bias ? Weighting.fresh(Shape.of(rows), hiddenSize, random) : null);
    }

    private Sizes sizes() {
        return new Sizes("lstmCell", GATES, weightIh.shape(), weightHh.shape());
    }

    @Override
    public LstmState zeroState(Tensor x) {
        Tensor zeros = sizes().zeros(x);
        return new LstmState(zeros, zeros);
    }

    @Override
    public LstmState step(Tensor x, LstmState state) {
        Gates gates = new Gates.Memory(Gates.Weights.of(weightIh, weightHh, biasIh, biasHh, null));
        Tensor[] next = sizes().step(gates, x, state.h(), state.c());
        return new LstmState(next[0], next[1]);
    }

    /** The output after {@code x}, which is the first. */
    @Override
    public Tensor forward(Tensor x) {
        return step(x).h();
    }
}
