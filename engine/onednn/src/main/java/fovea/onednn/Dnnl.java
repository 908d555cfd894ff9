package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The C functions of oneDNN that every primitive shares, and the engine and stream of this process.
 *
 * <p>Pointers cross as {@code long}: handles are opaque anyway, equal signatures share one linker stub, and a call need not
 * guard the life of each segment (whoever passes an address keeps its arena open). Functions that make one kind of primitive
 * are linked in that kind's file, so that a program pays only for what it uses.
 *
 * <p>Touch nothing here before {@link Natives#reason()} has answered null.
 */
final class Dnnl {

    private static final int CPU = 1;
    private static final int IN_ORDER = 1;

    /** Each set of instructions has a bit, and the bits of those it includes ({@code dnnl_cpu_isa_t}). */
    private static final int AVX2_VNNI = 0x8;

    private static final int AVX512_VNNI = 0x40;

    static final MethodHandle MEMORY_CREATE = function("dnnl_memory_create", "LLLL");
    static final MethodHandle MEMORY_DESTROY = function("dnnl_memory_destroy", "L");

    /** Runs no callback and takes nanoseconds, so it may skip the thread's state change. */
    static final MethodHandle MEMORY_SET_HANDLE =
            Link.brief(Natives.get().dnnl(), "dnnl_memory_set_data_handle", 'I', "LL");

    static final MethodHandle PRIMITIVE_CREATE = function("dnnl_primitive_create", "LL");
    static final MethodHandle PRIMITIVE_EXECUTE = function("dnnl_primitive_execute", "LLIL");
    static final MethodHandle PRIMITIVE_DESTROY = function("dnnl_primitive_destroy", "L");

    private static final Instance INSTANCE = Instance.open();

    private Dnnl() {}

    /** The processor's engine and its stream, or why there is none. */
    private record Instance(
            long engine, long stream, @Nullable String reason) {

        static Instance open() {
            MethodHandle newEngine = function("dnnl_engine_create", "LIL");
            MethodHandle newStream = function("dnnl_stream_create", "LLI");
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
                check((int) newEngine.invokeExact(out.address(), CPU, 0L), () -> "open an engine on this processor");
                long engine = out.get(ValueLayout.JAVA_LONG, 0);
                check((int) newStream.invokeExact(out.address(), engine, IN_ORDER), () -> "open a stream");
                return new Instance(engine, out.get(ValueLayout.JAVA_LONG, 0), null);
            } catch (OneDnnException refused) {
                return new Instance(0, 0, String.valueOf(refused.getMessage()));
            } catch (Throwable t) {
                throw Link.unexpected(t);
            }
        }
    }

    /** Why the loaded library cannot work on this processor, or null when it can. */
    static @Nullable String reason() {
        return INSTANCE.reason();
    }

    static long engine() {
        return INSTANCE.engine();
    }

    static long stream() {
        return INSTANCE.stream();
    }

    /** oneDNN's own version, such as {@code 3.11.0}. */
    static String version() {
        MethodHandle version = Link.function(Natives.get().dnnl(), "dnnl_version", 'L', "");
        try {
            MemorySegment v = Link.view((long) version.invokeExact(), 3 * Integer.BYTES);
            return v.getAtIndex(ValueLayout.JAVA_INT, 0) + "." + v.getAtIndex(ValueLayout.JAVA_INT, 1) + "."
                    + v.getAtIndex(ValueLayout.JAVA_INT, 2);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** Whether the processor has instructions that multiply and add up 8-bit numbers without loss, and oneDNN may use them. */
    static boolean multipliesBytes() {
        MethodHandle instructions = Link.function(Natives.get().dnnl(), "dnnl_get_effective_cpu_isa", 'I', "");
        try {
            return ((int) instructions.invokeExact() & (AVX2_VNNI | AVX512_VNNI)) != 0;
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** A function of oneDNN that answers an {@code int}; the letters are {@link Link}'s. */
    static MethodHandle function(String name, String parameters) {
        return Link.function(Natives.get().dnnl(), name, parameters);
    }

    /** Throws unless the status is success; the task completes "oneDNN cannot …". */
    static void check(int status, Supplier<String> task) {
        if (status != 0) {
            throw new OneDnnException(task.get(), Status.of(status));
        }
    }
}
