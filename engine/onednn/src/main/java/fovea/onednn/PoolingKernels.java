package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import org.jspecify.annotations.Nullable;

/** Pooling and the way back. oneDNN's workspace is the winner: for each place the position in its window. */
final class PoolingKernels {
    private PoolingKernels() {}

    static Kernel forward(fovea.tensor.Window window, Operand x, Spec[] out) {
        Layout layout = Layout.channelsLast(x.spec().shape());
        Layout places = Layout.channelsLast(out[0].shape());
        Primitive p = maxima(Pass.TRAINING, window, x.spec(), out[0]);
        Kernel fast = new PrimitiveKernel(p, new Layout[] {layout}, new Layout[] {places, places}, false, 0, ~0, ~1);
        Shape shape = x.spec().shape();
        return x.spec().dtype() == DType.F32
                ? new FiniteKernel(fast, new MaxPoolLoop(window, shape, out), shape.elements())
                : fast;
    }

    /** Without winners, and so without a workspace. */
    static Kernel largest(fovea.tensor.Window window, Operand x, Spec y) {
        Layout layout = Layout.channelsLast(x.spec().shape());
        Layout places = Layout.channelsLast(y.shape());
        Primitive p = maxima(Pass.INFERENCE, window, x.spec(), y);
        Kernel fast = new PrimitiveKernel(p, new Layout[] {layout}, new Layout[] {places}, false, 0, ~0);
        Shape shape = x.spec().shape();
        return x.spec().dtype() == DType.F32
                ? new FiniteKernel(fast, new MaxPoolLoop(window, shape, new Spec[] {y}), shape.elements())
                : fast;
    }

    private static Primitive maxima(Pass pass, fovea.tensor.Window window, Spec x, Spec y) {
        return Pooling.forward(
                pass,
                Pooling.Kind.MAX,
                Descs.of(x, Layout.channelsLast(x.shape())),
                Descs.of(y, Layout.channelsLast(y.shape())),
                Windows.size(window),
                Windows.of(window, x.shape(), y.shape()));
    }

    static Kernel scatter(fovea.tensor.Window window, Operand[] in, Spec dx) {
        Layout layout = Layout.channelsLast(dx.shape());
        Layout places = Layout.channelsLast(in[0].spec().shape());
        Primitive p = Pooling.backward(
                Pooling.Kind.MAX,
                Descs.of(dx, layout),
                Descs.of(in[0].spec(), places),
                Windows.size(window),
                Windows.of(window, dx.shape(), in[0].spec().shape()));
        return new PrimitiveKernel(p, new Layout[] {places, places}, new Layout[] {layout}, false, 0, 1, ~0);
    }

    /** The mean, padding included, times the window's area; null where oneDNN refuses padding that a whole window fits into. */
    static @Nullable Kernel sum(fovea.tensor.Window window, Operand x, Spec y) {
        Window steps = Windows.of(window, x.spec().shape(), y.shape());
        if (!fits(window, steps)) {
            return null;
        }
        Layout layout = Layout.channelsLast(x.spec().shape());
        Layout places = Layout.channelsLast(y.shape());
        Primitive p = Pooling.forward(
                Pass.INFERENCE,
                Pooling.Kind.AVERAGE_WITH_PADDING,
                Descs.of(x.spec(), layout),
                Descs.of(y, places),
                Windows.size(window),
                steps,
                Attributes.of(new PostOp.Apply(Eltwise.Kind.LINEAR, window.area(), 0)));
        return new PrimitiveKernel(p, new Layout[] {layout}, new Layout[] {places}, false, 0, ~0);
    }

    static @Nullable Kernel sumGradient(fovea.tensor.Window window, Operand dy, Spec dx) {
        Window steps = Windows.of(window, dx.shape(), dy.spec().shape());
        if (!fits(window, steps)) {
            return null;
        }
        Layout layout = Layout.channelsLast(dx.shape());
        Layout places = Layout.channelsLast(dy.spec().shape());
        MemoryDesc image = Descs.of(dx, layout);
        Primitive spread = Pooling.backward(
                Pooling.Kind.AVERAGE_WITH_PADDING, image, Descs.of(dy.spec(), places), Windows.size(window), steps);
        Primitive scale =
                Eltwise.forward(Pass.INFERENCE, Eltwise.Kind.LINEAR, image, image, window.area(), 0, Attributes.NONE);
        return new PairKernel(
                new PrimitiveKernel(spread, new Layout[] {places}, new Layout[] {layout}, false, 0, ~0),
                new PrimitiveKernel(scale, new Layout[] {layout}, new Layout[] {layout}, true, 0, ~0));
    }

    private static boolean fits(fovea.tensor.Window window, Window steps) {
        for (int i = 0; i < window.rank(); i++) {
            int reach = window.dilation(i) * (window.size(i) - 1) + 1;
            if (window.before(i) >= reach || steps.after()[i] >= reach) {
                return false;
            }
        }
        return true;
    }
}
