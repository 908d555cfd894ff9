package fovea.nn;

import fovea.tensor.DType;
import fovea.tensor.Quantization;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Hands on what it is given and, in training, remembers the least and the largest number so far: what a {@link Quantization} needs to know
 * (Jacob et al. 2018, section 3.1, without the moving average).
 *
 * <p>Shapes: {@code x [...]} → {@code x}; the states are {@code []}, or {@code [C]} with one range for each slice along an axis.
 *
 * @param low the least so far, ∞ at first
 * @param high the largest so far, −∞ at first
 * @param axis of x with size C, from 0; not looked at where there is one range
 */
public record RangeObserver(State low, State high, int axis) implements Layer {

    /** One range for all. */
    public static RangeObserver of() {
        return of(Shape.SCALAR, 0);
    }

    /** A range for each of {@code size} slices along {@code axis}. */
    public static RangeObserver perSlice(int size, int axis) {
        return of(Shape.of(size), axis);
    }

    private static RangeObserver of(Shape shape, int axis) {
        return new RangeObserver(
                new State(Tensor.full(shape, Double.POSITIVE_INFINITY)),
                new State(Tensor.full(shape, Double.NEGATIVE_INFINITY)),
                axis);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (Pass.isTraining()) {
            Tensor seen = x.stopGradient();
            int[] others = IntStream.range(0, x.shape().rank())
                    .filter(i -> low.shape().rank() == 0 || i != axis)
                    .toArray();
            low.set(low.get().minimum(seen.neg().max(others).neg()));
            high.set(high.get().maximum(seen.max(others)));
        }
        return x;
    }

    /** The quantization that spreads the range over all of {@code dtype}. */
    public Quantization affine(DType dtype) {
        return Quantization.between(dtype, low.get(), high.get(), axis);
    }

    /** The quantization of a range as wide on both sides of 0. */
    public Quantization symmetric(DType dtype) {
        return Quantization.symmetric(dtype, low.get(), high.get(), axis);
    }
}
