package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Ops that say where something is. What they give are places, of type {@code i32}, which have no gradient; {@link Take} then fetches what is
 * there, and has one.
 */
public sealed interface Finding extends Op {

    @Override
    default boolean isDifferentiable(int input) {
        return false;
    }

    @Override
    default Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    default @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[r.inputs()];
    }

    private static Shape along(String operation, Spec x, int axis) {
        if (axis < 0 || axis >= x.shape().rank()) {
            throw new ShapeException(operation, "x is " + x + ", the axis " + axis, "x has no such axis");
        }
        return x.shape();
    }

    private static void index(String operation, Spec index) {
        if (!index.dtype().isIndex() || index.shape().rank() != 1) {
            throw new ShapeException(operation, "the places are " + index, "places are i32 or i64, shape [n]");
        }
    }

    /**
     * The place of the largest element along an axis, which stays with size 1; the first of equals, the first not-a-number if there is one.
     *
     * <p>Shapes: {@code x [A, B, C]}, axis 1 → {@code y [A, 1, C]}.
     */
    record ArgMax(int axis) implements Finding {
        @Override
        public Spec[] infer(Spec... x) {
            Shape from = along("argmax", x[0], axis);
            if (from.size(axis) == 0) {
                throw new ShapeException("argmax", "x is " + x[0], "there is no largest of nothing along axis " + axis);
            }
            return new Spec[] {new Spec(from.with(axis, 1), DType.I32)};
        }
    }

    /**
     * For each element the place of the largest up to it along an axis; the last of equals, and the last not-a-number from the first one on
     * (as PyTorch's {@code cummax}).
     *
     * <p>Shapes: {@code x [A, B, C]} → {@code y [A, B, C]}.
     */
    record CumMax(int axis) implements Finding {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {new Spec(along("cummax", x[0], axis), DType.I32)};
        }
    }

    /**
     * The places of the elements in order along an axis; equal ones keep their order (a stable sort). Not-a-numbers count as the largest.
     *
     * <p>Shapes: {@code x [A, B, C]} → {@code y [A, B, C]}.
     */
    record Sort(int axis, boolean descending) implements Finding {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {new Spec(along("sort", x[0], axis), DType.I32)};
        }
    }

    /**
     * Where each value would be put into a sorted row: the number of elements smaller than it, or not larger if {@code right}.
     *
     * <p>Shapes: sorted {@code [..., N]}, values {@code [..., M]} → {@code y [..., M]}.
     */
    record SearchSorted(boolean right) implements Finding {
        @Override
        public Spec[] infer(Spec... x) {
            Shape sorted = x[0].shape();
            Shape values = x[1].shape();
            boolean fits = sorted.rank() >= 1
                    && sorted.rank() == values.rank()
                    && sorted.with(-1, 0).equals(values.with(-1, 0))
                    && x[0].dtype() == x[1].dtype();
            if (!fits) {
                throw new ShapeException(
                        "searchsorted",
                        "the sorted rows are " + x[0] + ", the values " + x[1],
                        "they must be of one type, and alike but for the last axis");
            }
            return new Spec[] {new Spec(values, DType.I32)};
        }
    }

    /**
     * Places along an axis as counted from 0: negative ones count from its end, and one outside is refused when it is met.
     *
     * <p>Shapes: index {@code [I…]} of {@code i32} or {@code i64} → {@code y [I…]} of {@code i32}.
     *
     * @param operation for whom, as its message says
     * @param axis that the places are along, for the message
     * @param size of that axis
     */
    record Within(String operation, int axis, int size) implements Finding {
        @Override
        public Spec[] infer(Spec... x) {
            if (!x[0].dtype().isIndex()) {
                throw new ShapeException(
                        operation,
                        "the index is " + x[0],
                        "places are i32 or i64; index.cast(DType.I32) would fit"
                                + (x[0].dtype() == DType.U8 ? ", and index.cast(DType.BOOL) if it is a mask" : ""));
            }
            return new Spec[] {new Spec(x[0].shape(), DType.I32)};
        }

        @Override
        public String label() {
            return operation;
        }
    }

    /**
     * For each place below {@code size} the last element of the index that names it, −1 where none does: who wins when several elements are
     * written to one place.
     *
     * <p>Shapes: index {@code [n]} → {@code y [size]}.
     */
    record LastIndex(int size) implements Finding {
        @Override
        public Spec[] infer(Spec... x) {
            index("lastIndex", x[0]);
            return new Spec[] {new Spec(Shape.of(size), DType.I32)};
        }
    }

    /**
     * For each place below {@code size} the largest of the values written to it, by their place among the values; the first of equals, −1
     * where there is none.
     *
     * <p>Shapes: values {@code [n]}, index {@code [n]} → {@code y [size]}.
     */
    record LargestIndex(int size) implements Finding {
        @Override
        public Spec[] infer(Spec... x) {
            index("largestIndex", x[1]);
            if (!x[0].shape().equals(x[1].shape())) {
                throw new ShapeException(
                        "largestIndex", "the values are " + x[0] + ", the places " + x[1], "give one place a value");
            }
            return new Spec[] {new Spec(Shape.of(size), DType.I32)};
        }
    }
}
