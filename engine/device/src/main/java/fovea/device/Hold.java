package fovea.device;

import fovea.tensor.Op;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Memory in somebody's hands, and whose. Apart from the {@link Buffer}, so that the buffer can become unreachable. */
final class Hold implements Runnable {
    /** What no region gives back. */
    private static final Set<Hold> LASTING = ConcurrentHashMap.newKeySet();

    private final Object maker;
    private final @Nullable Spec spec;
    private final @Nullable String site = Site.here();
    private final Pool.@Nullable Block block;
    private volatile @Nullable MemorySegment memory;

    private Hold(Object maker, @Nullable Spec spec, MemorySegment memory, Pool.@Nullable Block block) {
        this.maker = maker;
        this.spec = spec;
        this.memory = memory;
        this.block = block;
    }

    /**
     * Memory of the pool.
     *
     * @param maker the op that is computed, or for whom else it is
     * @param spec null where no single tensor lies in it
     * @throws DeviceException if there is none
     */
    static Hold of(long bytes, Object maker, @Nullable Spec spec) {
        Pool.Block block = Pool.HOST.take(bytes);
        if (block == null) {
            throw refusal(bytes, called(maker, null), spec);
        }
        return new Hold(maker, spec, block.memory(), block);
    }

    /** Memory of Java's heap, aligned for every type of element; the collector knows its weight and frees it. */
    static Hold onHeap(long bytes, Object maker, Spec spec) {
        MemorySegment words = MemorySegment.ofArray(new long[(int) ((bytes + Long.BYTES - 1) / Long.BYTES)]);
        return new Hold(maker, spec, words, null);
    }

    private static DeviceException refusal(long bytes, String maker, @Nullable Spec spec) {
        Holdings held = Holdings.now();
        return new DeviceException(
                "out of memory: %s asked for %s bytes%s; %s are in use"
                        .formatted(
                                maker,
                                Bytes.exact(bytes),
                                spec == null ? "" : " for " + spec,
                                Bytes.exact(held.used())),
                (Pool.HOST.isFullFor(bytes)
                                ? "-Dfovea.memory allows " + Bytes.exact(held.limit()) + ": allow more"
                                : "the JVM allows no more: raise -XX:MaxDirectMemorySize")
                        + ", use a smaller batch, or end regions sooner" + System.lineSeparator()
                        + held.largest(5).indent(2).stripTrailing());
    }

    /** The memory; throws when it was given back. */
    MemorySegment memory() {
        MemorySegment held = memory;
        if (held == null) {
            throw new IllegalStateException("this tensor's memory, " + this
                    + ", was given back when the region it was made in ended" + System.lineSeparator()
                    + "  return the tensor from the region, or read its elements inside" + Site.hint());
        }
        return held;
    }

    /** Notes that no region gives this back. */
    void last() {
        LASTING.add(this);
    }

    /** What no region gives back. */
    static List<Hold> lasting() {
        return List.copyOf(LASTING);
    }

    /** Gives all back at once, when no kernel runs that may be at work on them. */
    static void release(List<Hold> holds) {
        List<Pool.Block> blocks = new ArrayList<>(holds.size());
        Kernels.exclusively(() -> {
            for (Hold hold : holds) {
                hold.memory = null;
                if (hold.block != null) {
                    blocks.add(hold.block);
                }
            }
            Pool.HOST.give(blocks);
        });
    }

    /** Gives the memory of an unreachable buffer back: no kernel can be at work on it. */
    @Override
    public void run() {
        LASTING.remove(this);
        memory = null;
        if (block != null) {
            Pool.HOST.give(List.of(block));
        }
    }

    /** Bytes taken from the pool. */
    long bytes() {
        return block == null ? 0 : block.size();
    }

    @Nullable
    String site() {
        return site;
    }

    /** What it is for, such as {@code mul f32[2, 3]}. */
    String holder() {
        return called(maker, spec);
    }

    private static String called(Object maker, @Nullable Spec spec) {
        String name = maker instanceof Op op ? op.label() : maker.toString();
        return spec == null ? name : name + " " + spec;
    }

    @Override
    public String toString() {
        return holder() + (site == null ? "" : " made at " + site);
    }
}
