package fovea.testing;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Holds tensors against each other; a failure names the element and both numbers. */
public final class TensorAssertions {
    /** Roundings allowed to each element besides those of its sum. */
    private static final double ROUNDINGS = 8;

    private TensorAssertions() {}

    /**
     * The same shape and type, and elements equal but for rounding: each may differ by {@code 8 · √terms} roundings of the largest finite
     * element expected. Infinities and not-a-numbers must stand where they are expected.
     *
     * @param terms how many products or numbers an element is the sum of; 1 for element-wise ops
     */
    public static void assertClose(Tensor actual, Tensor expected, int terms) {
        assertSameSpec(actual, expected);
        double[] a = doubles(actual);
        double[] e = doubles(expected);
        double largest =
                Arrays.stream(e).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        double tolerance = ROUNDINGS * Math.sqrt(Math.max(terms, 1)) * unit(expected.dtype()) * largest
                + (expected.dtype() == DType.F32 ? Float.MIN_NORMAL : 0);
        for (int i = 0; i < a.length; i++) {
            boolean close =
                    Double.isFinite(e[i]) ? Math.abs(a[i] - e[i]) <= tolerance : Double.compare(a[i], e[i]) == 0;
            if (!close) {
                throw new AssertionError("%s: element %s is %s, expected %s%n  they differ by %.3g, allowed is %.3g"
                        .formatted(
                                actual.spec(), index(actual.shape(), i), a[i], e[i], Math.abs(a[i] - e[i]), tolerance));
            }
        }
    }

    /** {@link #assertClose} for each pair. */
    public static void assertAllClose(List<Tensor> actual, List<Tensor> expected, int terms) {
        assertSameCount(actual, expected);
        for (int i = 0; i < actual.size(); i++) {
            assertClose(actual.get(i), expected.get(i), terms);
        }
    }

    /** The same shape, type and elements, bit for bit; not-a-numbers are all the same, 0 and −0 are not. */
    public static void assertIdentical(Tensor actual, Tensor expected) {
        assertSameSpec(actual, expected);
        double[] a = doubles(actual);
        double[] e = doubles(expected);
        for (int i = 0; i < a.length; i++) {
            if (Double.compare(a[i], e[i]) != 0) {
                throw new AssertionError("%s: element %s is %s, expected exactly %s"
                        .formatted(actual.spec(), index(actual.shape(), i), a[i], e[i]));
            }
        }
    }

    /** {@link #assertIdentical} for each pair. */
    public static void assertAllIdentical(List<Tensor> actual, List<Tensor> expected) {
        assertSameCount(actual, expected);
        for (int i = 0; i < actual.size(); i++) {
            assertIdentical(actual.get(i), expected.get(i));
        }
    }

    /** The elements in row-major order, whatever their type. */
    public static double[] doubles(Tensor tensor) {
        return tensor.dtype() == DType.I64
                ? Arrays.stream(tensor.toLongs()).asDoubleStream().toArray()
                : tensor.cast(DType.F64).toDoubles();
    }

    private static double unit(DType dtype) {
        return switch (dtype) {
            case F32 -> Math.ulp(1f);
            case F64 -> Math.ulp(1d);
            case F16 -> 0x1p-10;
            case BF16 -> 0x1p-7;
            case I8, I32, I64, U8, BOOL -> 0;
        };
    }

    private static void assertSameCount(List<Tensor> actual, List<Tensor> expected) {
        if (actual.size() != expected.size()) {
            throw new AssertionError(actual.size() + " tensors, expected " + expected.size());
        }
    }

    private static void assertSameSpec(Tensor actual, Tensor expected) {
        if (!actual.spec().equals(expected.spec())) {
            throw new AssertionError("the tensor is " + actual.spec() + ", expected " + expected.spec());
        }
    }

    /** The coordinates of the i-th element in row-major order. */
    static String index(Shape shape, int i) {
        int[] at = new int[shape.rank()];
        int rest = i;
        for (int axis = at.length - 1; axis >= 0; axis--) {
            at[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Arrays.toString(at);
    }
}
