package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Finished;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import org.jspecify.annotations.Nullable;

/** The three convolutions. Images come and go channels-last, weights as oneDNN likes them best. */
final class ConvolutionKernels {
    private ConvolutionKernels() {}

    /** With what is done to the result before it is stored; {@code in} is x, w and what {@code f} names. */
    static @Nullable Kernel forward(Conv c, Finished f, Operand[] in, Spec y) {
        Spec x = in[0].spec();
        Spec w = in[1].spec();
        if (isMisread(c, x.shape(), y.shape())) {
            return null;
        }
        Epilogue end = Epilogue.of(f, biasType(f, in), y.shape().size(1));
        Primitive p = isThin(x) ? forward(c, x, w, MemoryDesc.any(DataType.F32, Descs.sizes(y.shape())), y, end) : null;
        if (p == null || !p.desc(Arg.DST).equals(image(y))) {
            p = forward(c, x, w, image(y), y, end);
        }
        return end.kernel(p, imageLayout(x), weightLayout(c, p.desc(Arg.WEIGHTS), w), imageLayout(y), in);
    }

    private static Primitive forward(Conv c, Spec x, Spec w, MemoryDesc result, Spec y, Epilogue end) {
        return Convolution.forward(
                Pass.TRAINING, image(x), weights(c, w), end.bias(), result, window(c, x, y), end.attributes());
    }

    /** Images of few channels, for which oneDNN has a kernel that it passes over where the result's layout is given. */
    private static boolean isThin(Spec x) {
        return x.dtype() == DType.F32 && x.shape().size(1) < 16;
    }

    static @Nullable Kernel inputGradient(Conv c, Operand dy, Operand w, Spec dx) {
        if (isMisread(c, dx.shape(), dy.spec().shape())) {
            return null;
        }
        Primitive p =
                Convolution.backwardData(image(dx), weights(c, w.spec()), image(dy.spec()), window(c, dx, dy.spec()));
        return new PrimitiveKernel(
                p,
                new Layout[] {imageLayout(dy.spec()), weightLayout(c, p.desc(Arg.WEIGHTS), w.spec())},
                new Layout[] {imageLayout(dx)},
                false,
                0,
                1,
                ~0);
    }

    static @Nullable Kernel weightGradient(Conv c, Operand x, Operand dy, Spec dw) {
        if (isMisread(c, x.spec().shape(), dy.spec().shape())) {
            return null;
        }
        Kernel plain = plainWeightGradient(c, x.spec(), dy.spec(), dw);
        Kernel joined = plain.name().contains("amx") && JoinedWeightGradient.pays(dy.spec())
                ? JoinedWeightGradient.of(c, x, dy, dw)
                : null;
        return joined == null ? plain : joined;
    }

    /** By oneDNN's own kernel. */
    static Kernel plainWeightGradient(Conv c, Spec x, Spec dy, Spec dw) {
        Primitive p = Convolution.backwardWeights(image(x), weights(c, dw), null, image(dy), window(c, x, dy));
        return new PrimitiveKernel(
                p,
                new Layout[] {imageLayout(x), imageLayout(dy)},
                new Layout[] {weightLayout(c, p.desc(Arg.DIFF_WEIGHTS), dw)},
                false,
                0,
                1,
                ~0);
    }

    /** Whether steps lead to a result one pixel wide, of one channel: oneDNN (3.11) then takes rows for shorter than they are. */
    static boolean isMisread(Conv c, Shape x, Shape y) {
        return x.size(1) == c.groups()
                && y.size(-1) == 1
                && c.window().stride(c.window().rank() - 1) > 1;
    }

    private static DataType biasType(Finished f, Operand[] in) {
        return f.biased() ? Descs.type(in[2].spec().dtype()) : DataType.F32;
    }

    static Layout imageLayout(Spec image) {
        return Layout.channelsLast(image.shape());
    }

    static MemoryDesc image(Spec image) {
        return MemoryDesc.channelsLast(Descs.type(image.dtype()), Descs.sizes(image.shape()));
    }

    /** Weights of several groups have an axis more in oneDNN: {@code [G, O/G, C/G, K…]}; they stay row-major then. */
    private static MemoryDesc weights(Conv c, Spec w) {
        if (c.groups() == 1) {
            return Descs.any(w);
        }
        return MemoryDesc.dense(Descs.type(w.dtype()), Descs.sizes(w.shape())).grouped(c.groups());
    }

    private static Layout weightLayout(Conv c, MemoryDesc chosen, Spec w) {
        return c.groups() == 1 ? Descs.layout(chosen, w.shape()) : Layout.rowMajor(w.shape());
    }

    /** oneDNN wants the padding that the output's size uses up, which is less than asked for where the last pixels are left over. */
    static Window window(Conv c, Spec x, Spec y) {
        return Windows.of(c.window(), x.shape(), y.shape());
    }
}
