package fovea.onednn;

import java.lang.invoke.MethodHandle;

/**
 * Pooling over the spatial axes: {@code src [N, C, H, W]} → {@code dst [N, C, H', W']}.
 *
 * <p>A training pass of {@link Kind#MAX} writes a WORKSPACE of {@code dst}'s sizes: for each result the position of its maximum
 * within the window, {@code u · KW + v} for row {@code u} and column {@code v}, the first of equals. Between strided images it is
 * strided alike, of U8 (S32 for windows too large for it).
 */
final class Pooling {

    private static final MethodHandle FORWARD =
            Dnnl.function("dnnl_pooling_forward_primitive_desc_create", "LLIILLLLLLLL");

    private Pooling() {}

    /** How a window becomes one number. */
    enum Kind {
        MAX(511),
        /** Padding counts as zeros, in sum and divisor. */
        AVERAGE_WITH_PADDING(767),
        AVERAGE_WITHOUT_PADDING(1023);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** Linked apart: inference needs no gradients. */
    private static final class Backward {
        static final MethodHandle CREATE = Dnnl.function("dnnl_pooling_backward_primitive_desc_create", "LLILLLLLLLLL");
    }

    /**
     * Takes SRC, DST, [WORKSPACE].
     *
     * @param size of the window, in pixels per axis
     */
    static Primitive forward(Pass pass, Kind kind, MemoryDesc src, MemoryDesc dst, long[] size, Window window) {
        return forward(pass, kind, src, dst, size, window, Attributes.NONE);
    }

    /** The same with steps done to the result, none of which takes an operand. */
    static Primitive forward(
            Pass pass, Kind kind, MemoryDesc src, MemoryDesc dst, long[] size, Window window, Attributes attributes) {
        try (Build b = new Build(() -> "pool " + src + " to " + dst + " by " + kind + ", " + window)) {
            long pd = forward(b, pass, kind, src, dst, size, window, attributes);
            return b.primitive(pd, Arg.SRC, Arg.DST, Arg.WORKSPACE);
        }
    }

    /** Takes DIFF_DST, [WORKSPACE], DIFF_SRC. */
    static Primitive backward(Kind kind, MemoryDesc diffSrc, MemoryDesc diffDst, long[] size, Window window) {
        try (Build b = new Build(() -> "differentiate the pooling of " + diffSrc + " to " + diffDst + ", " + window)) {
            long hint = forward(b, Pass.TRAINING, kind, diffSrc, diffDst, size, window, Attributes.NONE);
            long pd = b.made((int) Backward.CREATE.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    kind.code,
                    b.desc(diffSrc),
                    b.desc(diffDst),
                    b.sizes(window.strides()),
                    b.sizes(size),
                    b.sizes(window.dilations()),
                    b.sizes(window.before()),
                    b.sizes(window.after()),
                    hint,
                    b.attributes(Attributes.NONE)));
            return b.primitive(pd, Arg.DIFF_DST, Arg.WORKSPACE, Arg.DIFF_SRC);
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
            long[] size,
            Window window,
            Attributes attributes) {
        try {
            return b.made((int) FORWARD.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    pass.code(),
                    kind.code,
                    b.desc(src),
                    b.desc(dst),
                    b.sizes(window.strides()),
                    b.sizes(size),
                    b.sizes(window.dilations()),
                    b.sizes(window.before()),
                    b.sizes(window.after()),
                    b.attributes(attributes)));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
