package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A prepared computation: one operation, for fixed sizes and layouts, ready to run any number of times.
 *
 * <p>Made by the factories in the files named after the operations. Its native memory is freed by {@link #close}, or when nothing
 * can reach it any more.
 *
 * <p>Runs are serialized over the whole process ({@link Team#COMPUTE}): the argument objects are made once and pointed at the data
 * of each run, and a second computation at a time would only bring a second set of threads.
 */
final class Primitive implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    private static final MethodHandle QUERY_DESC =
            Link.function(Natives.get().dnnl(), "dnnl_primitive_desc_query_md", 'L', "LII");
    private static final MethodHandle QUERY = Dnnl.function("dnnl_primitive_desc_query", "LIIL");
    private static final int BY_ARGUMENT = 255;
    private static final int IMPLEMENTATION = 8;

    /** {@code struct { int arg; dnnl_memory_t memory; }}. */
    private static final int ENTRY = 16;

    private final String task;
    private final String implementation;
    private final int[] args;
    private final MemoryDesc[] descs;
    private final long scratchpadBytes;
    private final MemorySegment entries;
    private final Parts parts;
    private final long[] memories;
    private final long[] addresses;

    private Primitive(String task, long primitiveDesc, int[] wanted, Map<Integer, Long> given) {
        this.task = task;
        this.implementation = implementation(primitiveDesc);
        this.args = Arrays.stream(wanted)
                .filter(arg -> NativeDesc.exists(nativeDesc(primitiveDesc, arg, given)))
                .toArray();
        this.descs = Arrays.stream(args)
                .mapToObj(arg -> NativeDesc.read(nativeDesc(primitiveDesc, arg, given)))
                .toArray(MemoryDesc[]::new);
        long scratchpad = nativeDesc(primitiveDesc, Arg.SCRATCHPAD);
        this.scratchpadBytes = NativeDesc.bytes(scratchpad);
        int count = args.length + (scratchpadBytes == 0 ? 0 : 1);
        this.entries = Arena.ofAuto().allocate((long) ENTRY * count, ValueLayout.JAVA_LONG.byteAlignment());
        this.memories = new long[count];
        this.parts = new Parts(memories);
        this.addresses = new long[count];
        CLEANER.register(this, parts);
    }

    /** @param given descriptors of arguments that oneDNN does not describe itself */
    static Primitive of(long primitiveDesc, int[] wanted, Map<Integer, Long> given, Supplier<String> task) {
        Primitive made = new Primitive(task.get(), primitiveDesc, wanted, given);
        try {
            made.open(primitiveDesc, given);
            return made;
        } catch (Throwable t) {
            made.close();
            throw Link.unexpected(t);
        }
    }

    private void open(long primitiveDesc, Map<Integer, Long> given) throws Throwable {
        try (Arena passing = Arena.ofConfined()) {
            MemorySegment out = passing.allocate(ValueLayout.JAVA_LONG);
            Dnnl.check((int) Dnnl.PRIMITIVE_CREATE.invokeExact(out.address(), primitiveDesc), () -> task);
            parts.handle = out.get(ValueLayout.JAVA_LONG, 0);
            for (int i = 0; i < memories.length; i++) {
                int arg = i < args.length ? args[i] : Arg.SCRATCHPAD;
                long desc = nativeDesc(primitiveDesc, arg, given);
                Dnnl.check((int) Dnnl.MEMORY_CREATE.invokeExact(out.address(), desc, Dnnl.engine(), 0L), () -> task);
                memories[i] = out.get(ValueLayout.JAVA_LONG, 0);
                entries.set(ValueLayout.JAVA_INT, (long) ENTRY * i, arg);
                entries.set(ValueLayout.JAVA_LONG, (long) ENTRY * i + Long.BYTES, memories[i]);
            }
        }
    }

    /** The arguments it takes ({@link Arg}), in the order in which {@link #execute} wants their data. */
    int[] args() {
        return args.clone();
    }

    boolean takes(int arg) {
        return Arrays.stream(args).anyMatch(a -> a == arg);
    }

    /** The layout of an argument, chosen where it was left open. */
    MemoryDesc desc(int arg) {
        for (int i = 0; i < args.length; i++) {
            if (args[i] == arg) {
                return descs[i];
            }
        }
        throw new IllegalArgumentException(
                task + ": there is no argument " + arg + "\n  it takes " + Arrays.toString(args));
    }

    /** Working memory needed for a run, in bytes; often 0. */
    long scratchpadBytes() {
        return scratchpadBytes;
    }

    /** Which of oneDNN's kernels was chosen, such as {@code brgconv:avx512_core}; {@code ref} ones are slow. */
    String implementation() {
        return implementation;
    }

    /**
     * Computes, and returns when the result is there.
     *
     * @param scratchpad at least {@link #scratchpadBytes} of native memory, 64-byte aligned; {@code MemorySegment.NULL} for none
     * @param data memory for each of {@link #args}, in their order; kept reachable for the call only. What lies on Java's heap is copied
     *     to native memory and back
     */
    void execute(MemorySegment scratchpad, MemorySegment... data) {
        Team.refuseInside();
        synchronized (Team.COMPUTE) {
            if (parts.handle == 0 || data.length != args.length) {
                throw new IllegalStateException(
                        parts.handle == 0
                                ? task + ": the primitive is closed\n  prepare it anew"
                                : task + ": " + data.length + " arguments given\n  it takes " + Arrays.toString(args));
            }
            boolean staged = false;
            for (int i = 0; i < data.length; i++) {
                boolean onHeap = !data[i].isNative();
                point(i, onHeap ? Scratch.staged(i, data[i]) : data[i], descs[i].bytes());
                staged |= onHeap;
            }
            if (scratchpadBytes != 0) {
                point(data.length, scratchpad, scratchpadBytes);
            }
            Team.join();
            run();
            if (staged) {
                Scratch.unstage(data);
            }
        }
    }

    private void point(int i, MemorySegment data, long bytes) {
        if (data.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    task + ": argument " + i + " has " + data.byteSize() + " bytes\n  it must have " + bytes);
        }
        long address = data.address();
        if (address != addresses[i]) {
            addresses[i] = address;
            try {
                int status = (int) Dnnl.MEMORY_SET_HANDLE.invokeExact(memories[i], address);
                if (status != 0) {
                    throw new OneDnnException(task, Status.of(status));
                }
            } catch (Throwable t) {
                throw Link.unexpected(t);
            }
        }
    }

    private void run() {
        try {
            int status = (int)
                    Dnnl.PRIMITIVE_EXECUTE.invokeExact(parts.handle, Dnnl.stream(), memories.length, entries.address());
            if (status != 0) {
                throw new OneDnnException(task, Status.of(status));
            }
        } catch (Throwable t) {
            throw Link.unexpected(t);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private static long nativeDesc(long primitiveDesc, int arg, Map<Integer, Long> given) {
        Long known = given.get(arg);
        return known == null ? nativeDesc(primitiveDesc, arg) : known;
    }

    private static long nativeDesc(long primitiveDesc, int arg) {
        try {
            return (long) QUERY_DESC.invokeExact(primitiveDesc, BY_ARGUMENT, arg);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static String implementation(long primitiveDesc) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_LONG);
            Dnnl.check((int) QUERY.invokeExact(primitiveDesc, IMPLEMENTATION, 0, out.address()), () -> "name a kernel");
            return Link.text(out.get(ValueLayout.JAVA_LONG, 0));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** Frees the native parts; a second time does nothing. */
    @Override
    public void close() {
        parts.run();
    }

    /** What oneDNN has made for a primitive; apart from it, so that it can become unreachable. */
    private static final class Parts implements Runnable {
        private final long[] memories;
        private long handle;

        Parts(long[] memories) {
            this.memories = memories;
        }

        @Override
        public void run() {
            synchronized (Team.COMPUTE) {
                try {
                    for (int i = 0; i < memories.length; i++) {
                        int _ = (int) Dnnl.MEMORY_DESTROY.invokeExact(memories[i]);
                        memories[i] = 0;
                    }
                    int _ = (int) Dnnl.PRIMITIVE_DESTROY.invokeExact(handle);
                } catch (Throwable t) {
                    throw Link.unexpected(t);
                }
                handle = 0;
            }
        }
    }

    @Override
    public String toString() {
        return task + " (" + implementation + ")";
    }
}
