package fovea.onednn;

import java.lang.invoke.MethodHandle;

/** Reductions: every axis whose size is 1 in {@code dst} is reduced over. */
final class Reduction {

    private static final MethodHandle CREATE = Dnnl.function("dnnl_reduction_primitive_desc_create", "LLILLFFL");

    private Reduction() {}

    /** What becomes of the elements of a reduced axis. */
    enum Kind {
        MAX(0x2fff2),
        MIN(0x2fff3),
        SUM(0x2fff4),
        PRODUCT(0x2fff5),
        MEAN(0x2fff6);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** Takes SRC, DST, then the operands of binary post-ops. */
    static Primitive of(Kind kind, MemoryDesc src, MemoryDesc dst, Attributes attributes) {
        try (Build b = new Build(() -> "reduce " + src + " to " + dst + " by " + kind)) {
            long pd = b.made((int) CREATE.invokeExact(
                    b.out(), Dnnl.engine(), kind.code, b.desc(src), b.desc(dst), 0f, 0f, b.attributes(attributes)));
            return b.primitive(pd, attributes.withOperands(Arg.SRC, Arg.DST));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
