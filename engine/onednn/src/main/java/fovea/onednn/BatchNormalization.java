package fovea.onednn;

import java.lang.invoke.MethodHandle;

/**
 * Batch normalization, {@code dst = scale · (src − mean) / √(variance + epsilon) + shift}, with {@code [C]} statistics over
 * all axes but the second; the variance is the biased one.
 */
final class BatchNormalization {

    private static final MethodHandle FORWARD =
            Dnnl.function("dnnl_batch_normalization_forward_primitive_desc_create", "LLILLFIL");
    private static final int GLOBAL_STATISTICS = 1;
    private static final int SCALE = 2;
    private static final int SHIFT = 4;
    private static final int RELU = 8;

    private BatchNormalization() {}

    /**
     * What is normalized and how.
     *
     * @param givenStatistics mean and variance come in (inference), instead of being measured on {@code src}
     * @param affine scale and shift are used
     * @param relu a ReLU follows; its mask is the WORKSPACE (bits or bytes, oneDNN's secret) that a training pass writes and the
     *     backward pass reads
     */
    record Form(float epsilon, boolean givenStatistics, boolean affine, boolean relu) {

        private int flags() {
            return (givenStatistics ? GLOBAL_STATISTICS : 0) | (affine ? SCALE | SHIFT : 0) | (relu ? RELU : 0);
        }
    }

    /** Linked apart: inference needs no gradients. */
    private static final class Backward {
        static final MethodHandle CREATE =
                Dnnl.function("dnnl_batch_normalization_backward_primitive_desc_create", "LLILLLFILL");
    }

    /**
     * Takes SRC, [SCALE, SHIFT], [MEAN, VARIANCE], DST, [WORKSPACE]. Mean and variance are read where the form gives them, written
     * in a training pass that measures them, and not taken in an inference pass that measures them.
     */
    static Primitive forward(Pass pass, MemoryDesc src, MemoryDesc dst, Form form) {
        try (Build b = new Build(() -> "normalize " + src + " to " + dst + ", " + form)) {
            long pd = forward(b, pass, src, dst, form);
            return b.primitive(pd, Arg.SRC, Arg.SCALE, Arg.SHIFT, Arg.MEAN, Arg.VARIANCE, Arg.DST, Arg.WORKSPACE);
        }
    }

    /** Takes SRC, DIFF_DST, [SCALE], MEAN, VARIANCE, [WORKSPACE], DIFF_SRC, [DIFF_SCALE, DIFF_SHIFT]. */
    static Primitive backward(MemoryDesc diffSrc, MemoryDesc diffDst, MemoryDesc src, Form form) {
        try (Build b = new Build(() -> "differentiate the normalization of " + src + ", " + form)) {
            long hint = forward(b, Pass.TRAINING, src, diffDst.isAny() ? src : diffDst, form);
            long pd = b.made((int) Backward.CREATE.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    form.affine() ? Pass.BACKWARD : Pass.BACKWARD_DATA,
                    b.desc(diffSrc),
                    b.desc(diffDst),
                    b.desc(src),
                    form.epsilon(),
                    form.flags(),
                    hint,
                    b.attributes(Attributes.NONE)));
            return b.primitive(
                    pd,
                    Arg.SRC,
                    Arg.DIFF_DST,
                    Arg.SCALE,
                    Arg.MEAN,
                    Arg.VARIANCE,
                    Arg.WORKSPACE,
                    Arg.DIFF_SRC,
                    Arg.DIFF_SCALE,
                    Arg.DIFF_SHIFT);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static long forward(Build b, Pass pass, MemoryDesc src, MemoryDesc dst, Form form) {
        try {
            return b.made((int) FORWARD.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    pass.code(),
                    b.desc(src),
                    b.desc(dst),
                    form.epsilon(),
                    form.flags(),
                    b.attributes(Attributes.NONE)));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
