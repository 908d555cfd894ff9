package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Shape;
import fovea.tensor.Spec;

/** Batch normalization with the batch's own statistics, its gradient, and both with a rectifier behind. */
final class BatchNormKernels {
    private BatchNormKernels() {}

    /** {@code (x, γ, β)} → {@code (y, μ, v)}, and the mask if rectified. */
    static Kernel forward(double epsilon, boolean relu, Operand x, Spec[] out) {
        Layout layout = layout(x);
        MemoryDesc desc = Descs.of(x.spec(), layout);
        Primitive p = BatchNormalization.forward(Pass.TRAINING, desc, desc, form(epsilon, relu));
        Layout channel = Layout.rowMajor(out[1].shape());
        Layout[] in = {layout, channel, channel};
        return relu
                ? new PrimitiveKernel(
                        p, in, new Layout[] {layout, channel, channel, mask(p)}, false, 0, 1, 2, ~1, ~2, ~0, ~3)
                : new PrimitiveKernel(p, in, new Layout[] {layout, channel, channel}, false, 0, 1, 2, ~1, ~2, ~0);
    }

    /** {@code (x, dy, [mask], μ, v, γ)} → {@code (dx, dγ, dβ)}. */
    static Kernel gradient(double epsilon, boolean relu, Operand[] in, Spec[] out) {
        Layout layout = layout(in[0]);
        MemoryDesc desc = Descs.of(in[0].spec(), layout);
        Primitive p = BatchNormalization.backward(desc, desc, desc, form(epsilon, relu));
        Layout channel = Layout.rowMajor(out[1].shape());
        Layout[] gradients = {layout, channel, channel};
        return relu
                ? new PrimitiveKernel(
                        p,
                        new Layout[] {layout, layout, mask(p), channel, channel, channel},
                        gradients,
                        false,
                        0,
                        1,
                        5,
                        3,
                        4,
                        2,
                        ~0,
                        ~1,
                        ~2)
                : new PrimitiveKernel(
                        p,
                        new Layout[] {layout, layout, channel, channel, channel},
                        gradients,
                        false,
                        0,
                        1,
                        4,
                        2,
                        3,
                        ~0,
                        ~1,
                        ~2);
    }

    private static BatchNormalization.Form form(double epsilon, boolean relu) {
        return new BatchNormalization.Form((float) epsilon, false, true, relu);
    }

    private static Layout mask(Primitive p) {
        MemoryDesc workspace = p.desc(Arg.WORKSPACE);
        return new Layout.Packed("mask", workspace.bytes(), workspace);
    }

    /** That of x if it is dense, so that images stay as they are. */
    private static Layout layout(Operand x) {
        Shape shape = x.spec().shape();
        return x.layout() instanceof Layout.Packed || x.layout().equals(Layout.rowMajor(shape))
                ? x.layout()
                : Layout.channelsLast(shape);
    }
}
