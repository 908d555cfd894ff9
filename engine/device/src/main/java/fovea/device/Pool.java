package fovea.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The memory tensors live in: 64-byte-aligned blocks of some sizes. To take is to pop, to give back is to push. Small blocks are cut from
 * slabs that are kept as long as the process; larger ones go back to the operating system when the pool is full, and only then: no arena is
 * closed for a step's sake.
 *
 * <p>A block's size is the number of bytes asked for, rounded up to a multiple of 64 and then of a quarter of the power of two below it, so
 * that of larger blocks at most a fifth is wasted.
 *
 * <p>It may take {@link #limit} bytes from the operating system, {@code -Dfovea.memory=2G} if that is set, else as many as the JVM's heap may.
 * Where no device knows how to ask the operating system ({@link Device#memory}), Java is asked, and allows no more than it may have outside
 * its heap ({@code -XX:MaxDirectMemorySize}, as much as the heap's if not set).
 */
public final class Pool {
    /** The memory of the host, which all devices of the processor share. */
    public static final Pool HOST = new Pool(allowed(System.getProperty("fovea.memory")));

    private static final long SMALLEST = 64;
    private static final long SLAB = 1 << 20;

    /** From this size on a block is a piece of memory of its own. */
    private static final long ALONE = SLAB / 4;

    /** Collections asked for before a request is refused, and the milliseconds waited after each for what they find. */
    private static final int COLLECTIONS = 10;

    private static final int PATIENCE = 100;
    private static final boolean POISON = Boolean.getBoolean("fovea.poison");

    private final List<Deque<Block>> free = Stream.generate(() -> (Deque<Block>) new ArrayDeque<Block>())
            .limit(4 * 64)
            .toList();
    private MemorySegment slab = MemorySegment.NULL;
    private long slabUsed;
    private long limit;
    private long reserved;
    private long used;
    private long peak;

    Pool(long limit) {
        this.limit = limit;
    }

    private static long allowed(@Nullable String amount) {
        return amount == null ? Runtime.getRuntime().maxMemory() : Bytes.parse(amount);
    }

    /**
     * A piece of memory to take and give back.
     *
     * @param own closing it returns the memory to the operating system; null for a cut of a slab
     */
    record Block(MemorySegment memory, @Nullable Arena own) {
        long size() {
            return memory.byteSize();
        }
    }

    /** A block of at least {@code bytes} bytes, whose contents are whatever was there; null where memory is out. */
    synchronized @Nullable Block take(long bytes) {
        int place = place(bytes);
        Block block = free.get(place).poll();
        if (block == null) {
            block = fresh(place);
        }
        if (block != null) {
            used += block.size();
            peak = Math.max(peak, used);
        }
        return block;
    }

    /** Gives blocks back, all at once; with {@code -Dfovea.poison=true} they are filled with not-a-numbers first. */
    void give(Collection<Block> blocks) {
        if (POISON) {
            blocks.forEach(block -> poison(block.memory));
        }
        synchronized (this) {
            for (Block block : blocks) {
                used -= block.size();
                free.get(place(block.size())).push(block);
            }
            notifyAll();
        }
    }

    /** All bits set: not-a-number in every floating-point type, −1 or the largest number in the others. */
    private static void poison(MemorySegment memory) {
        memory.fill((byte) 0xFF);
    }

    /** A new block; where memory is out, one that the collector finds to be unreachable, or what room it makes. */
    private @Nullable Block fresh(int place) {
        Block block = cut(size(place));
        for (int i = 0; block == null && i < COLLECTIONS; i++) {
            System.gc();
            try {
                wait(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            block = free.get(place).poll();
            if (block == null) {
                block = cut(size(place));
            }
        }
        return block;
    }

    private @Nullable Block cut(long size) {
        if (size >= ALONE) {
            Arena own = Arena.ofShared();
            MemorySegment memory = reserve(own, size);
            return memory == null ? null : new Block(memory, own);
        }
        if (slabUsed + size > slab.byteSize()) {
            MemorySegment next = reserve(Arena.global(), SLAB);
            if (next == null) {
                return null;
            }
            slab = next;
            slabUsed = 0;
        }
        MemorySegment memory = slab.asSlice(slabUsed, size);
        slabUsed += size;
        return new Block(memory, null);
    }

    /** Memory from the operating system; where there is too little, idle blocks are returned to it first. */
    private @Nullable MemorySegment reserve(Arena arena, long size) {
        if (size > limit - reserved) {
            release(size - (limit - reserved));
        }
        if (size > limit - reserved) {
            return null;
        }
        MemorySegment fresh = allocate(arena, size);
        if (fresh == null && release(Long.MAX_VALUE) > 0) {
            fresh = allocate(arena, size);
        }
        if (fresh != null) {
            reserved += size;
            if (POISON) {
                poison(fresh);
            }
        }
        return fresh;
    }

    /** Java's own memory is filled with zeros by a loop that is slow as long as a program is young: half the time of a first answer. */
    private static @Nullable MemorySegment allocate(Arena arena, long size) {
        for (Device device : Devices.ALL) {
            MemorySegment memory = device.memory(size, arena);
            if (memory != null) {
                return memory;
            }
        }
        try {
            return arena.allocate(size, SMALLEST);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** Returns idle blocks to the operating system, the largest first, until it has {@code wanted} bytes more; how many it has. */
    private long release(long wanted) {
        long released = 0;
        for (int place = free.size() - 1; place >= place(ALONE); place--) {
            Deque<Block> idle = free.get(place);
            while (released < wanted && !idle.isEmpty()) {
                Block block = idle.pop();
                if (block.own != null) {
                    block.own.close();
                }
                released += block.size();
            }
        }
        reserved -= released;
        return released;
    }

    /** Returns what lies idle in large blocks to the operating system; the number of bytes. */
    public synchronized long trim() {
        return release(Long.MAX_VALUE);
    }

    /** The most bytes it may take from the operating system. */
    public synchronized long limit() {
        return limit;
    }

    /** Sets that; what is in use beyond it stays. */
    public synchronized void limit(long bytes) {
        limit = bytes;
    }

    /** Whether its own limit, not the JVM's, forbids to take {@code bytes} more. */
    synchronized boolean isFullFor(long bytes) {
        return size(place(bytes)) > limit - reserved;
    }

    /** Bytes in blocks taken and not given back. */
    public synchronized long used() {
        return used;
    }

    /** The most bytes ever in use at once. */
    public synchronized long peak() {
        return peak;
    }

    /** Bytes taken from the operating system. */
    public synchronized long reserved() {
        return reserved;
    }

    /** Four classes to each power of two, as far as 64 divides them: 64, 128, 192, 256, 320, 384, 448, 512, 640, … */
    static int place(long bytes) {
        long b = (Math.max(bytes, 1) + SMALLEST - 1) & -SMALLEST;
        int power = 63 - Long.numberOfLeadingZeros(b);
        long quarter = 1L << (power - 2);
        int step = (int) ((b - (1L << power) + quarter - 1) / quarter);
        return 4 * power + step;
    }

    static long size(int place) {
        int power = place / 4;
        return (1L << power) + (place % 4) * (1L << (power - 2));
    }
}
