package fovea.nn.attention;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/** What attention may look at. */
public final class Mask {
    private Mask() {}

    /** {@code bool [L, S]}, true where key j is not after query i: what may be looked at. */
    public static Tensor causal(int queries, int keys) {
        int[] i = new int[queries];
        int[] j = new int[keys];
        java.util.Arrays.setAll(i, at -> at);
        java.util.Arrays.setAll(j, at -> at);
        return Tensor.of(Shape.of(1, keys), j).le(Tensor.of(Shape.of(queries, 1), i));
    }

    /**
     * {@code bool [T, T]}, true where key j is after query i: what is hidden, as {@link MultiHeadAttention} and the layers of transformers
     * want it.
     */
    public static Tensor future(int steps) {
        return causal(steps, steps).not();
    }

    /** {@code bool [N, T]}, true beyond the end of each sequence: what is hidden. */
    public static Tensor padding(Tensor lengths, int steps) {
        if (lengths.shape().rank() != 1 || !lengths.dtype().isIndex()) {
            throw new ShapeException("padding", "the lengths are " + lengths.spec(), "they must be [N] of i32 or i64");
        }
        int[] t = new int[steps];
        java.util.Arrays.setAll(t, at -> at);
        Tensor length = lengths.cast(DType.I32).reshape(Shape.of(lengths.shape().size(0), 1));
        return Tensor.of(Shape.of(1, steps), t).ge(length);
    }

    /** Scores with a mask of what may be looked at, or one to be added. */
    static Tensor allowed(String operation, Tensor scores, Tensor mask) {
        return mask.dtype() == DType.BOOL
                ? mask.where(scores, Double.NEGATIVE_INFINITY)
                : added(operation, scores, mask);
    }

    /** Scores with a mask of what is hidden, or one to be added. */
    static Tensor hidden(String operation, Tensor scores, Tensor mask) {
        return mask.dtype() == DType.BOOL
                ? mask.where(Double.NEGATIVE_INFINITY, scores)
                : added(operation, scores, mask);
    }

    private static Tensor added(String operation, Tensor scores, Tensor mask) {
        if (mask.dtype() != scores.dtype()) {
            throw new ShapeException(
                    operation,
                    "the mask is " + mask.spec() + " and the scores are " + scores.spec(),
                    "a mask is bool, or of the scores' type and added to them");
        }
        return scores.add(mask);
    }
}
