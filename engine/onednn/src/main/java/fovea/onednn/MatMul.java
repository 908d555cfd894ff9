package fovea.onednn;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products, {@code dst = src · weights (+ bias)}.
 *
 * <p>Shapes: {@code src [M, K]}, {@code weights [K, N]}, {@code bias [1, N]}, {@code dst [M, N]}, or all with the same leading
 * batch axes, where a size of 1 is repeated. A transposed operand is one with exchanged strides.
 */
final class MatMul {

    private static final MethodHandle CREATE = Dnnl.function("dnnl_matmul_primitive_desc_create", "LLLLLLL");

    private MatMul() {}

    /** Takes SRC, WEIGHTS, [BIAS], DST, then the operands of binary post-ops. */
    static Primitive of(
            MemoryDesc src, MemoryDesc weights, @Nullable MemoryDesc bias, MemoryDesc dst, Attributes attributes) {
        try (Build b = new Build(() -> "multiply " + src + " by " + weights + " to " + dst)) {
            long pd = b.made((int) CREATE.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    b.desc(src),
                    b.desc(weights),
                    b.desc(bias),
                    b.desc(dst),
                    b.attributes(attributes)));
            return b.primitive(pd, attributes.withOperands(Arg.SRC, Arg.WEIGHTS, Arg.BIAS, Arg.DST));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
