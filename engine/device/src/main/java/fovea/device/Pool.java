package fovea.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The memory tensors live in: 64-byte-aligned blocks of some sizes, cut from slabs that are kept as long as the process. To take is to
 * pop, to give back is to push; no arena is ever closed while work runs.
 *
 * <p>A block's size is the number of bytes asked for, rounded up to a multiple of 64 and then of a quarter of the power of two below it, so
 * that of larger blocks at most a fifth is wasted.
 */
public final class Pool {
    /** The memory of the host, which all devices of the processor share. */
    public static final Pool HOST = new Pool();

    private static final long SMALLEST = 64;
    private static final long SLAB = 1 << 20;
    private static final boolean POISON = Boolean.getBoolean("fovea.poison");

    private final List<Deque<MemorySegment>> free = Stream.generate(
                    () -> (Deque<MemorySegment>) new ArrayDeque<MemorySegment>())
            .limit(4 * 64)
            .toList();
    private MemorySegment slab = MemorySegment.NULL;
    private long slabUsed;
    private long reserved;
    private long used;
    private long peak;

    private Pool() {}

    /** A block of at least {@code bytes} bytes; its contents are whatever was there. */
    synchronized MemorySegment take(long bytes) {
        int place = place(bytes);
        MemorySegment block = free.get(place).poll();
        if (block == null) {
            block = fresh(place);
        }
        used += block.byteSize();
        peak = Math.max(peak, used);
        return block;
    }

    /** Gives a block back; with {@code -Dfovea.poison=true} it is filled with not-a-numbers first. */
    synchronized void give(MemorySegment block) {
        if (POISON) {
            block.fill((byte) 0xFF);
        }
        used -= block.byteSize();
        free.get(place(block.byteSize())).push(block);
    }

    /** A new block; where memory is out, one that the collector finds to be unreachable. */
    private MemorySegment fresh(int place) {
        try {
            return cut(size(place));
        } catch (OutOfMemoryError e) {
            MemorySegment found = collected(place);
            if (found != null) {
                return found;
            }
            throw new DeviceException(
                    "out of memory: %,d bytes were asked for, %,d are in use and %,d lie free in other sizes"
                            .formatted(size(place), used, reserved - used),
                    "use a smaller batch, or allow more with -XX:MaxDirectMemorySize");
        }
    }

    /** Waits, for a second at most, for the collector to give back a block of this size. */
    private @Nullable MemorySegment collected(int place) {
        for (int i = 0; i < 10; i++) {
            System.gc();
            try {
                wait(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            MemorySegment found = free.get(place).poll();
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private MemorySegment cut(long size) {
        if (size >= SLAB / 4) {
            return reserve(size);
        }
        if (slabUsed + size > slab.byteSize()) {
            slab = reserve(SLAB);
            slabUsed = 0;
        }
        MemorySegment block = slab.asSlice(slabUsed, size);
        slabUsed += size;
        return block;
    }

    private MemorySegment reserve(long size) {
        MemorySegment fresh = Arena.global().allocate(size, SMALLEST);
        reserved += size;
        return fresh;
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
