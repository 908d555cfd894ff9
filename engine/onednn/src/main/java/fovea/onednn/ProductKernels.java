package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Shape;
import fovea.tensor.Spec;

/** Matrix products, and the softmax that usually follows them. */
final class ProductKernels {
    private ProductKernels() {}

    static Kernel matmul(Operand a, Operand b, Spec y) {
        Layout left = layout(a);
        Layout right = layout(b);
        Layout result = Layout.rowMajor(y.shape());
        Primitive p = MatMul.of(
                Descs.of(a.spec(), left), Descs.of(b.spec(), right), null, Descs.of(y, result), Attributes.NONE);
        return new PrimitiveKernel(p, new Layout[] {left, right}, new Layout[] {result}, false, 0, 1, ~0);
    }

    static Kernel logSoftmax(Operand x) {
        Layout layout = Layout.rowMajor(x.spec().shape());
        MemoryDesc desc = Descs.of(x.spec(), layout);
        int last = x.spec().shape().rank() - 1;
        Primitive p = Softmax.forward(Pass.TRAINING, Softmax.Kind.LOGARITHMS, desc, desc, last);
        Kernel fast = new PrimitiveKernel(p, new Layout[] {layout}, new Layout[] {layout}, true, 0, ~0);
        Shape shape = x.spec().shape();
        return new FiniteKernel(fast, new LogSoftmaxLoop(shape), shape.elements());
    }

    /** As it is where rows or columns are dense, so that a transposed matrix need not move. */
    private static Layout layout(Operand x) {
        Shape shape = x.spec().shape();
        if (x.layout() instanceof Layout.Strided s && Descs.isPlain(x)) {
            int last = shape.rank() - 1;
            boolean rows = (s.stride(last) == 1 || shape.size(last) == 1) && s.stride(last - 1) >= shape.size(last);
            boolean columns =
                    (s.stride(last - 1) == 1 || shape.size(last - 1) == 1) && s.stride(last) >= shape.size(last - 1);
            if (rows || columns) {
                return s;
            }
        }
        return Layout.rowMajor(shape);
    }
}
