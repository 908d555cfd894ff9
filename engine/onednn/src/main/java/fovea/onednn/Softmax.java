package fovea.onednn;

import java.lang.invoke.MethodHandle;

/** Softmax along one axis, {@code e^(xᵢ − max) / Σ e^(xⱼ − max)}, or its logarithm. */
final class Softmax {

    private static final MethodHandle FORWARD = Dnnl.function("dnnl_softmax_forward_primitive_desc_create", "LLIILLIL");

    private Softmax() {}

    /** What comes out. */
    enum Kind {
        PROBABILITIES(0x30000),
        LOGARITHMS(0x30001);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** Linked apart: inference needs no gradients. */
    private static final class Backward {
        static final MethodHandle CREATE = Dnnl.function("dnnl_softmax_backward_primitive_desc_create", "LLILLLILL");
    }

    /** Takes SRC, DST. May work in place. */
    static Primitive forward(Pass pass, Kind kind, MemoryDesc src, MemoryDesc dst, int axis) {
        try (Build b = new Build(() -> "take " + kind + " of " + src + " along axis " + axis)) {
            return b.primitive(forward(b, pass, kind, src, dst, axis), Arg.SRC, Arg.DST);
        }
    }

    /** Takes DST (the forward pass's result), DIFF_DST, DIFF_SRC. */
    static Primitive backward(Kind kind, MemoryDesc diffSrc, MemoryDesc diffDst, MemoryDesc dst, int axis) {
        try (Build b = new Build(() -> "differentiate " + kind + " of " + dst + " along axis " + axis)) {
            long hint = forward(b, Pass.TRAINING, kind, dst, dst, axis);
            long pd = b.made((int) Backward.CREATE.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    kind.code,
                    b.desc(diffSrc),
                    b.desc(diffDst),
                    b.desc(dst),
                    axis,
                    hint,
                    b.attributes(Attributes.NONE)));
            return b.primitive(pd, Arg.DST, Arg.DIFF_DST, Arg.DIFF_SRC);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static long forward(Build b, Pass pass, Kind kind, MemoryDesc src, MemoryDesc dst, int axis) {
        try {
            return b.made((int) FORWARD.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    pass.code(),
                    kind.code,
                    b.desc(src),
                    b.desc(dst),
                    axis,
                    b.attributes(Attributes.NONE)));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
