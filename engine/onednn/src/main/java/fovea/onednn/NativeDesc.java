package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.function.Supplier;

/** Memory descriptors to and from oneDNN's form ({@code dnnl_memory_desc_t}). */
final class NativeDesc {

    private static final MethodHandle WITH_STRIDES = Dnnl.function("dnnl_memory_desc_create_with_strides", "LILIL");
    private static final MethodHandle WITH_TAG = Dnnl.function("dnnl_memory_desc_create_with_tag", "LILII");
    private static final MethodHandle WITH_BLOB = Dnnl.function("dnnl_memory_desc_create_with_blob", "LL");
    private static final MethodHandle GET_BLOB = Dnnl.function("dnnl_memory_desc_get_blob", "LLL");
    private static final MethodHandle QUERY = Dnnl.function("dnnl_memory_desc_query", "LIL");
    private static final MethodHandle GET_SIZE =
            Link.function(Natives.get().dnnl(), "dnnl_memory_desc_get_size", 'L', "L");
    private static final MethodHandle DESTROY = Dnnl.function("dnnl_memory_desc_destroy", "L");

    private static final int TAG_ANY = 1;
    private static final int KIND_BLOCKED = 2;
    private static final int STRIDES = 14;
    private static final int RANK = 256;
    private static final int SIZES = 257;
    private static final int TYPE = 258;
    private static final int PADDED_SIZES = 260;
    private static final int KIND = 262;
    private static final int INNER_BLOCKS = 263;

    private NativeDesc() {}

    /** Makes a native descriptor; the caller releases it with {@link #destroy}. */
    static long create(MemoryDesc desc, Arena arena, MemorySegment out, Supplier<String> task) {
        try {
            int status;
            byte[] opaque = desc.opaqueBytes();
            if (opaque != null) {
                long blob = arena.allocateFrom(ValueLayout.JAVA_BYTE, opaque).address();
                status = (int) WITH_BLOB.invokeExact(out.address(), blob);
            } else {
                int type = desc.type().code();
                long sizes =
                        arena.allocateFrom(ValueLayout.JAVA_LONG, desc.sizes()).address();
                if (desc.isAny()) {
                    status = (int) WITH_TAG.invokeExact(out.address(), desc.rank(), sizes, type, TAG_ANY);
                } else {
                    long strides = arena.allocateFrom(ValueLayout.JAVA_LONG, desc.strides())
                            .address();
                    status = (int) WITH_STRIDES.invokeExact(out.address(), desc.rank(), sizes, type, strides);
                }
            }
            Dnnl.check(status, task);
            return out.get(ValueLayout.JAVA_LONG, 0);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    static void destroy(long handle) {
        try {
            int _ = (int) DESTROY.invokeExact(handle);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** Size of an array so described, in bytes; 0 where there is none. */
    static long bytes(long handle) {
        try {
            return handle == 0 ? 0 : (long) GET_SIZE.invokeExact(handle);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** False for the empty descriptor by which oneDNN says that an argument is not used. */
    static boolean exists(long handle) {
        try (Arena arena = Arena.ofConfined()) {
            return handle != 0 && number(handle, RANK, arena.allocate(ValueLayout.JAVA_LONG)) != 0;
        }
    }

    /** Reads a native descriptor that somebody else owns. */
    static MemoryDesc read(long handle) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            DataType type = DataType.of(number(handle, TYPE, out));
            int rank = number(handle, RANK, out);
            long[] sizes = array(handle, SIZES, rank, out);
            if (number(handle, KIND, out) == KIND_BLOCKED
                    && number(handle, INNER_BLOCKS, out) == 0
                    && Arrays.equals(sizes, array(handle, PADDED_SIZES, rank, out))) {
                MemoryDesc plain = MemoryDesc.strided(type, sizes, array(handle, STRIDES, rank, out));
                // Weights of 8 bits may carry sums behind their elements, which only a reorder writes.
                boolean carries = type == DataType.S8 && plain.isDense() && plain.bytes() != bytes(handle);
                if (!carries) {
                    return plain;
                }
            }
            return MemoryDesc.opaque(type, sizes, blob(handle, arena, out), bytes(handle));
        }
    }

    private static byte[] blob(long handle, Arena arena, MemorySegment out) {
        Supplier<String> task = () -> "describe a layout";
        try {
            Dnnl.check((int) GET_BLOB.invokeExact(0L, out.address(), handle), task);
            MemorySegment blob = arena.allocate(out.get(ValueLayout.JAVA_LONG, 0));
            Dnnl.check((int) GET_BLOB.invokeExact(blob.address(), out.address(), handle), task);
            return blob.toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static int number(long handle, int what, MemorySegment out) {
        query(handle, what, out);
        return out.get(ValueLayout.JAVA_INT, 0);
    }

    /** The library answers with a pointer into the descriptor. */
    private static long[] array(long handle, int what, int rank, MemorySegment out) {
        query(handle, what, out);
        return Link.view(out.get(ValueLayout.JAVA_LONG, 0), (long) rank * Long.BYTES)
                .toArray(ValueLayout.JAVA_LONG);
    }

    private static void query(long handle, int what, MemorySegment out) {
        try {
            Dnnl.check((int) QUERY.invokeExact(handle, what, out.address()), () -> "tell property " + what);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
