package fovea.onednn;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.IntStream;

/** Weighted sums of arrays of one shape, {@code dst = Σ scales[i] · srcs[i]}. */
final class Sum {

    private static final MethodHandle CREATE = Dnnl.function("dnnl_sum_primitive_desc_create", "LLLILLL");

    private Sum() {}

    /** Takes each {@link Arg#source}, then DST. */
    static Primitive of(List<MemoryDesc> srcs, float[] scales, MemoryDesc dst) {
        try (Build b = new Build(() -> "add " + srcs + " to " + dst)) {
            long pd = b.made((int) CREATE.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    b.desc(dst),
                    srcs.size(),
                    b.floats(scales),
                    b.descs(srcs),
                    b.attributes(Attributes.NONE)));
            IntStream operands = IntStream.range(0, srcs.size()).map(Arg::source);
            return b.primitive(
                    pd, IntStream.concat(operands, IntStream.of(Arg.DST)).toArray());
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
