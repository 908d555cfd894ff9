package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Finished;
import fovea.tensor.Shape;
import fovea.tensor.Spec;

/** Matrix products, and the softmax that usually follows them. */
final class ProductKernels {
    private ProductKernels() {}

    /** A product with what is done to it before it is stored; {@code in} is a, b and what {@code f} names. */
    static Kernel matmul(Finished f, Operand[] in, Spec y) {
        Operand a = in[0];
        Operand b = in[1];
        // Gaps between matrices of one column or row lead oneDNN astray (3.11).
        boolean outer = a.spec().shape().size(-1) == 1;
        Layout left = outer ? Layout.rowMajor(a.spec().shape()) : layout(a);
        Layout right = outer ? Layout.rowMajor(b.spec().shape()) : layout(b);
        Layout result = Layout.rowMajor(y.shape());
        DataType biasType = f.biased() ? Descs.type(in[2].spec().dtype()) : DataType.F32;
        MemoryDesc addend = isOneRow(y.shape()) ? Descs.of(y, result) : null;
        Epilogue end = Epilogue.of(f, addend, biasType, perColumn(y.shape()));
        Primitive p = MatMul.of(
                matrix(a.spec(), left), matrix(b.spec(), right), end.bias(), Descs.of(y, result), end.attributes());
        return end.kernel(p, left, right, result, in);
    }

    /** A product that is one row is summed by several threads, and what it is added to in place comes and goes among them (oneDNN 3.11). */
    private static boolean isOneRow(Shape y) {
        return y.elements() == y.size(-1);
    }

    private static long[] perColumn(Shape y) {
        long[] sizes = new long[y.rank()];
        java.util.Arrays.fill(sizes, 1);
        sizes[sizes.length - 1] = y.size(-1);
        return sizes;
    }

    /** As it is where rows or columns are dense, so that a transposed matrix need not move. */
    private static Layout layout(Operand x) {
        Shape shape = x.spec().shape();
        return x.layout() instanceof Layout.Strided s
                        && Descs.isPlain(x)
                        && (rows(shape, s) || columns(shape, s))
                        && areApart(shape, s)
                ? s
                : Layout.rowMajor(shape);
    }

    /**
     * Whether the matrices lie one after the other, all equally far apart. Of those that lie within each other, such as the heads of
     * attention, oneDNN gives wrong products for some sizes, and so for those with gaps of two kinds (3.11).
     */
    private static boolean areApart(Shape shape, Layout.Strided s) {
        int last = shape.rank() - 1;
        long end = 1 + s.stride(last) * (shape.size(last) - 1L) + s.stride(last - 1) * (shape.size(last - 1) - 1L);
        boolean innermost = true;
        for (int i = last - 2; i >= 0; i--) {
            if (shape.size(i) > 1) {
                if (innermost ? s.stride(i) < end : s.stride(i) != end) {
                    return false;
                }
                innermost = false;
                end = s.stride(i) * shape.size(i);
            }
        }
        return true;
    }

    private static boolean rows(Shape shape, Layout.Strided s) {
        int last = shape.rank() - 1;
        return isDense(shape, s, last) && (shape.size(last - 1) == 1 || s.stride(last - 1) >= shape.size(last));
    }

    private static boolean columns(Shape shape, Layout.Strided s) {
        int last = shape.rank() - 1;
        return isDense(shape, s, last - 1) && (shape.size(last) == 1 || s.stride(last) >= shape.size(last - 1));
    }

    private static boolean isDense(Shape shape, Layout.Strided s, int axis) {
        return shape.size(axis) == 1 || s.stride(axis) == 1;
    }

    /**
     * oneDNN wants a step of 1 along rows or columns also where there is but one element, and joins axes by the steps of those of size 1
     * too: each gets that of the axis around it, or else the length of what it holds.
     */
    private static MemoryDesc matrix(Spec x, Layout layout) {
        Shape shape = x.shape();
        Layout.Strided s = (Layout.Strided) layout;
        long[] strides = s.toArray();
        int last = shape.rank() - 1;
        int dense = rows(shape, s) ? last : last - 1;
        strides[dense] = 1;
        long around = 0;
        for (int i = 0; i <= last; i++) {
            if (i != dense && shape.size(i) == 1) {
                strides[i] = around;
            } else if (i != dense) {
                around = strides[i];
            }
        }
        long held = shape.size(dense);
        for (int i = last; i >= 0; i--) {
            if (i != dense) {
                strides[i] = strides[i] == 0 ? held : strides[i];
                held = strides[i] * shape.size(i);
            }
        }
        return MemoryDesc.strided(Descs.type(x.dtype()), Descs.sizes(shape), strides);
    }
}
