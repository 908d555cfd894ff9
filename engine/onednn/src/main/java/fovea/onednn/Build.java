package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A primitive in the making: the native descriptors it is made from, released together when it stands.
 *
 * <p>Used as {@code try (Build b = new Build(task))}: ask for the native form of each part, call oneDNN's create function with
 * {@link #out}, then {@link #primitive}.
 */
final class Build implements AutoCloseable {

    private static final MethodHandle PD_DESTROY = Dnnl.function("dnnl_primitive_desc_destroy", "L");
    private static final int LONGEST = 12;

    private final Supplier<String> task;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
    private final List<Long> descs = new ArrayList<>(6);
    private final List<Long> primitiveDescs = new ArrayList<>(2);
    private final List<NativeAttributes> attributes = new ArrayList<>(2);
    private final Map<Integer, Long> scales = new HashMap<>();

    /** @param task what is being prepared, to complete "oneDNN cannot …" */
    Build(Supplier<String> task) {
        this.task = task;
    }

    /** Where a create function shall write its result. */
    long out() {
        return out.address();
    }

    /** The native form of a descriptor; 0 for none. */
    long desc(@Nullable MemoryDesc desc) {
        if (desc == null) {
            return 0;
        }
        long handle = NativeDesc.create(desc, arena, out, task);
        descs.add(handle);
        return handle;
    }

    /** A {@code dnnl_dims_t}. */
    long sizes(long[] values) {
        MemorySegment array = arena.allocate(ValueLayout.JAVA_LONG, LONGEST);
        MemorySegment.copy(values, 0, array, ValueLayout.JAVA_LONG, 0, values.length);
        return array.address();
    }

    /** The native form of attributes. */
    long attributes(Attributes wanted) {
        NativeAttributes made = new NativeAttributes(wanted, this, task);
        attributes.add(made);
        for (Attributes.Scale scale : wanted.scales()) {
            scales.put(Arg.scales(scale.arg()), desc(MemoryDesc.dense(DataType.F32, scale.count())));
        }
        return made.handle();
    }

    /** Takes what a create function wrote to {@link #out}: a primitive descriptor, released by {@link #close}. */
    long made(int status) {
        Dnnl.check(status, task);
        long handle = result();
        primitiveDescs.add(handle);
        return handle;
    }

    /** What the last call wrote to {@link #out}. */
    long result() {
        return out.get(ValueLayout.JAVA_LONG, 0);
    }

    /**
     * The primitive of a descriptor.
     *
     * @param args which arguments it may take, in the order its user wants to give them; those it does not use are left out
     */
    Primitive primitive(long primitiveDesc, int... args) {
        return Primitive.of(primitiveDesc, args, scales, task);
    }

    @Override
    public void close() {
        try {
            for (long handle : primitiveDescs) {
                int _ = (int) PD_DESTROY.invokeExact(handle);
            }
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
        descs.forEach(NativeDesc::destroy);
        attributes.forEach(NativeAttributes::close);
        arena.close();
    }
}
