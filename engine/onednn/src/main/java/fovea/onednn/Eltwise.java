package fovea.onednn;

import java.lang.invoke.MethodHandle;

/** Functions of one number, applied to each element: {@code dst = kind(src; alpha, beta)}. */
final class Eltwise {

    private static final MethodHandle FORWARD =
            Dnnl.function("dnnl_eltwise_forward_primitive_desc_create", "LLIILLFFL");

    private Eltwise() {}

    /** The functions; those named FROM_RESULT differentiate with {@code dst} in place of {@code src}. */
    enum Kind {
        /** {@code max(x, 0) + alpha · min(x, 0)}. */
        RELU(32),
        TANH(33),
        /** {@code x} above 0, else {@code alpha · (eˣ − 1)}. */
        ELU(34),
        SQUARE(35),
        ABS(36),
        SQRT(37),
        /** {@code alpha · x + beta}. */
        LINEAR(38),
        /** {@code ln(1 + e^(alpha · x)) / alpha}. */
        SOFTPLUS(39),
        /** {@code max(0, min(1, alpha · x + beta))}. */
        HARD_SIGMOID(40),
        LOGISTIC(41),
        EXP(42),
        GELU_TANH(43),
        /** {@code x · logistic(alpha · x)}. */
        SWISH(44),
        LOG(45),
        /** {@code x} kept within {@code [alpha, beta]}. */
        CLIP(46),
        /** {@code alpha · x^beta}. */
        POW(48),
        GELU_ERF(49),
        /** To the nearest integer, ties to even. */
        ROUND(50),
        MISH(51),
        /** {@code x · max(0, min(1, alpha · x + beta))}. */
        HARD_SWISH(52),
        RELU_FROM_RESULT(256),
        TANH_FROM_RESULT(257),
        ELU_FROM_RESULT(258),
        SQRT_FROM_RESULT(259),
        LOGISTIC_FROM_RESULT(260),
        EXP_FROM_RESULT(261);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        private boolean fromResult() {
            return code >= RELU_FROM_RESULT.code;
        }
    }

    /** Linked apart: inference needs no gradients. */
    private static final class Backward {
        static final MethodHandle CREATE = Dnnl.function("dnnl_eltwise_backward_primitive_desc_create", "LLILLLFFLL");
    }

    /** Takes SRC, DST, then the operands of binary post-ops. May work in place. */
    static Primitive forward(
            Pass pass, Kind kind, MemoryDesc src, MemoryDesc dst, float alpha, float beta, Attributes attributes) {
        try (Build b = new Build(() -> "apply " + kind + " to " + src)) {
            long pd = forward(b, pass, kind, src, dst, alpha, beta, attributes);
            return b.primitive(pd, attributes.withOperands(Arg.SRC, Arg.DST));
        }
    }

    /** Takes SRC (DST for the kinds FROM_RESULT), DIFF_DST, DIFF_SRC. May work in place on the gradient. */
    static Primitive backward(
            Kind kind, MemoryDesc diffSrc, MemoryDesc diffDst, MemoryDesc data, float alpha, float beta) {
        try (Build b = new Build(() -> "differentiate " + kind + " of " + data)) {
            long hint = forward(b, Pass.TRAINING, kind, data, data, alpha, beta, Attributes.NONE);
            long pd = b.made((int) Backward.CREATE.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    kind.code,
                    b.desc(diffSrc),
                    b.desc(diffDst),
                    b.desc(data),
                    alpha,
                    beta,
                    hint,
                    b.attributes(Attributes.NONE)));
            return b.primitive(pd, kind.fromResult() ? Arg.DST : Arg.SRC, Arg.DIFF_DST, Arg.DIFF_SRC);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static long forward(
            Build b,
            Pass pass,
            Kind kind,
            MemoryDesc src,
            MemoryDesc dst,
            float alpha,
            float beta,
            Attributes attributes) {
        try {
            return b.made((int) FORWARD.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    pass.code(),
                    kind.code,
                    b.desc(src),
                    b.desc(dst),
                    alpha,
                    beta,
                    b.attributes(attributes)));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
