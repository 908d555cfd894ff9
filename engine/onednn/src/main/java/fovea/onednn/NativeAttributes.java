package fovea.onednn;

import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/** Attributes in oneDNN's form ({@code dnnl_primitive_attr_t}), for as long as a primitive is in the making. */
final class NativeAttributes implements AutoCloseable {

    private static final MethodHandle CREATE = Dnnl.function("dnnl_primitive_attr_create", "L");
    private static final MethodHandle DESTROY = Dnnl.function("dnnl_primitive_attr_destroy", "L");
    private static final MethodHandle SET_SCRATCHPAD = Dnnl.function("dnnl_primitive_attr_set_scratchpad_mode", "LI");
    private static final int USER = 1;

    private final long handle;

    NativeAttributes(Attributes wanted, Build build, Supplier<String> task) {
        try {
            Dnnl.check((int) CREATE.invokeExact(build.out()), task);
            handle = build.result();
            Dnnl.check((int) SET_SCRATCHPAD.invokeExact(handle, USER), task);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
        if (!wanted.postOps().isEmpty()) {
            Chain.append(wanted, handle, build, task);
        }
        wanted.scales().forEach(scale -> Scales.set(scale, handle, task));
    }

    long handle() {
        return handle;
    }

    @Override
    public void close() {
        try {
            int _ = (int) DESTROY.invokeExact(handle);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** Linked only by programs that compute with 8 bits. */
    private static final class Scales {

        private static final MethodHandle SET = Dnnl.function("dnnl_primitive_attr_set_scales_mask", "LII");

        static void set(Attributes.Scale scale, long attributes, Supplier<String> task) {
            try {
                Dnnl.check((int) SET.invokeExact(attributes, scale.arg(), scale.mask()), task);
            } catch (Throwable t) {
                throw Link.unexpected(t);
            }
        }
    }

    /** Post-ops: linked only by programs that fuse. */
    private static final class Chain {

        private static final MethodHandle CREATE = Dnnl.function("dnnl_post_ops_create", "L");
        private static final MethodHandle DESTROY = Dnnl.function("dnnl_post_ops_destroy", "L");
        private static final MethodHandle ELTWISE = Dnnl.function("dnnl_post_ops_append_eltwise", "LIFF");
        private static final MethodHandle SUM = Dnnl.function("dnnl_post_ops_append_sum", "LFII");
        private static final MethodHandle BINARY = Dnnl.function("dnnl_post_ops_append_binary", "LIL");
        private static final MethodHandle SET = Dnnl.function("dnnl_primitive_attr_set_post_ops", "LL");
        private static final int AS_RESULT = 0;

        static void append(Attributes wanted, long attributes, Build build, Supplier<String> task) {
            try {
                Dnnl.check((int) CREATE.invokeExact(build.out()), task);
                long chain = build.result();
                try {
                    for (PostOp postOp : wanted.postOps()) {
                        Dnnl.check(append(chain, postOp, build), task);
                    }
                    Dnnl.check((int) SET.invokeExact(attributes, chain), task);
                } finally {
                    int _ = (int) DESTROY.invokeExact(chain);
                }
            } catch (Throwable t) {
                throw Link.unexpected(t);
            }
        }

        /** The sum's zero point is 0. */
        private static int append(long chain, PostOp postOp, Build build) throws Throwable {
            return switch (postOp) {
                case PostOp.Apply(Eltwise.Kind kind, float alpha, float beta) ->
                    (int) ELTWISE.invokeExact(chain, kind.code(), alpha, beta);
                case PostOp.Accumulate(float scale, DataType type) ->
                    (int) SUM.invokeExact(chain, scale, 0, type == null ? AS_RESULT : type.code());
                case PostOp.Combine(Binary.Kind kind, MemoryDesc operand) ->
                    (int) BINARY.invokeExact(chain, kind.code(), build.desc(operand));
            };
        }
    }
}
