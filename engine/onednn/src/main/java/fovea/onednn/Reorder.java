package fovea.onednn;

import java.lang.invoke.MethodHandle;

/** Copies between layouts and element types. */
final class Reorder {

    private static final MethodHandle CREATE = Dnnl.function("dnnl_reorder_primitive_desc_create", "LLLLLL");

    private Reorder() {}

    /** Takes SRC, DST, then scales. */
    static Primitive of(MemoryDesc src, MemoryDesc dst, Attributes attributes) {
        try (Build b = new Build(() -> "reorder " + src + " to " + dst)) {
            long pd = b.made((int) CREATE.invokeExact(
                    b.out(), b.desc(src), Dnnl.engine(), b.desc(dst), Dnnl.engine(), b.attributes(attributes)));
            return b.primitive(pd, attributes.withOperands(Arg.SRC, Arg.DST));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
