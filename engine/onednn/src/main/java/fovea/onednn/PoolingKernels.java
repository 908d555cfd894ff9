package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Spec;

/** Max pooling and the way back. oneDNN's workspace is the winner: for each place the position in its window. */
final class PoolingKernels {
    private PoolingKernels() {}

    static Kernel forward(fovea.tensor.Window window, Operand x, Spec[] out) {
        Layout layout = Layout.channelsLast(x.spec().shape());
        Layout places = Layout.channelsLast(out[0].shape());
        Primitive p = Pooling.forward(
                Pass.TRAINING,
                Pooling.Kind.MAX,
                Descs.of(x.spec(), layout),
                Descs.of(out[0], places),
                Windows.size(window),
                Windows.of(window, x.spec().shape(), out[0].shape()));
        return new PrimitiveKernel(p, new Layout[] {layout}, new Layout[] {places, places}, false, 0, ~0, ~1);
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
}
