package fovea.tensor;

import java.util.Arrays;

/**
 * A convolution or matrix product with what is done to its result before that is stored, {@code y = f(op(x, w) + b + z)}. The graph
 * compiler makes these; people need not.
 *
 * <p>Shapes: {@code x} and {@code w} as {@code op} wants them, {@code b [O]} (one number a channel, or a column of a product), {@code z} as
 * the result.
 *
 * @param op a {@link Conv} or {@link MatMul}
 * @param biased whether the third input is a bias
 * @param added whether the last input is added to the result
 * @param rectified whether {@code f} is the rectifier and not the identity
 * @param wide whether the result is of single precision where {@code x} and {@code w} have 16 bits: sums of products are stored as they
 *     are added up, and not rounded again
 */
public record Finished(Op op, boolean biased, boolean added, boolean rectified, boolean wide) implements Composite {

    public Finished(Op op, boolean biased, boolean added, boolean rectified) {
        this(op, biased, added, rectified, false);
    }

    public Finished {
        if (wide && (added || !(op instanceof MatMul))) {
            throw new IllegalArgumentException(op + " is stored as narrow as it is computed");
        }
        if (!(op instanceof Conv) && !(op instanceof MatMul)) {
            throw new IllegalArgumentException(op + " is neither a convolution nor a product");
        }
    }

    /** Only the op, nothing done to its result. */
    public static Finished of(Op op) {
        return op instanceof Finished f ? f : new Finished(op, false, false, false);
    }

    public Finished withBias() {
        return new Finished(op, true, added, rectified, wide);
    }

    public Finished withAddition() {
        return new Finished(op, biased, true, rectified, wide);
    }

    public Finished withRectifier() {
        return new Finished(op, biased, added, true, wide);
    }

    /** A matrix product, of numbers of 16 bits, in single precision. */
    public static Finished wideProduct() {
        return new Finished(new MatMul(), false, false, false, true);
    }

    /** The axis along which the bias lies. */
    public int channels(Shape y) {
        return op instanceof Conv ? 1 : y.rank() - 1;
    }

    @Override
    public Spec[] infer(Spec... x) {
        Spec[] y = op.infer(Arrays.copyOf(x, 2));
        return wide ? new Spec[] {new Spec(y[0].shape(), DType.F32)} : y;
    }

    @Override
    public Tensor[] definition(Tensor... x) {
        Tensor y = wide ? op.apply(x[0].cast(DType.F32), x[1].cast(DType.F32)) : op.apply(x[0], x[1]);
        if (biased) {
            int[] sizes = new int[y.shape().rank()];
            Arrays.fill(sizes, 1);
            sizes[channels(y.shape())] = Math.toIntExact(x[2].shape().elements());
            y = y.add(x[2].reshape(Shape.of(sizes)));
        }
        if (added) {
            y = y.add(x[x.length - 1]);
        }
        return new Tensor[] {rectified ? y.relu() : y};
    }
}
