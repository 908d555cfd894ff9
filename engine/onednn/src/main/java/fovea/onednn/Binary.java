package fovea.onednn;

import java.lang.invoke.MethodHandle;

/** Functions of two numbers, applied to each pair of elements; an axis of size 1 is repeated to fit the other operand's. */
final class Binary {

    private static final MethodHandle CREATE = Dnnl.function("dnnl_binary_primitive_desc_create", "LLILLLL");

    private Binary() {}

    /** The functions; comparisons give 1 or 0. */
    enum Kind {
        ADD(0x1fff0),
        MUL(0x1fff1),
        MAX(0x1fff2),
        MIN(0x1fff3),
        DIV(0x1fff4),
        SUB(0x1fff5),
        GREATER_OR_EQUAL(0x1fff6),
        GREATER(0x1fff7),
        LESS_OR_EQUAL(0x1fff8),
        LESS(0x1fff9),
        EQUAL(0x1fffa),
        NOT_EQUAL(0x1fffb);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** Takes SRC, SRC_1, DST, then the operands of binary post-ops. May work in place on SRC. */
    static Primitive of(Kind kind, MemoryDesc a, MemoryDesc b, MemoryDesc dst, Attributes attributes) {
        try (Build build = new Build(() -> "combine " + a + " and " + b + " by " + kind)) {
            long pd = build.made((int) CREATE.invokeExact(
                    build.out(),
                    Dnnl.engine(),
                    kind.code,
                    build.desc(a),
                    build.desc(b),
                    build.desc(dst),
                    build.attributes(attributes)));
            return build.primitive(pd, attributes.withOperands(Arg.SRC, Arg.SRC_1, Arg.DST));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
