package fovea.device;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/**
 * A piece of memory and whose it is. Inside a {@link Region} it is the pool's, and the region gives it back. Outside, it goes back when
 * nothing can reach it any more; small pieces are Java's own there, for the collector frees those at once and at no cost, but would not
 * feel the weight of the pool's.
 */
public final class Buffer {
    /** Bytes up to which a tensor outside every region lies on Java's heap. */
    private static final long SMALL = 64 * 1024;

    private static final Cleaner CLEANER = Cleaner.create();

    private final Hold hold;

    private Buffer(Hold hold) {
        this.hold = hold;
    }

    /**
     * Memory owned by the region in force.
     *
     * @param maker the op that is computed, or for whom else it is; for people
     */
    static Buffer take(Operand operand, Object maker) {
        long bytes = operand.bytes();
        Region region = Region.current();
        if (region == null && bytes <= SMALL) {
            return new Buffer(Hold.onHeap(bytes, maker, operand.spec()));
        }
        Buffer buffer = new Buffer(Hold.of(bytes, maker, operand.spec()));
        if (region == null) {
            buffer.outlive();
        } else {
            region.adopt(buffer);
        }
        return buffer;
    }

    /** Memory for one tensor that no region gives back: it lives as long as something holds it. */
    static Buffer lasting(Operand operand, Object maker) {
        return lasting(Hold.of(operand.bytes(), maker, operand.spec()));
    }

    /**
     * Native memory that no region gives back: it lives as long as something holds it.
     *
     * @param holder what it is for, as a report of memory should say it
     */
    public static Buffer lasting(long bytes, String holder) {
        return lasting(Hold.of(bytes, holder, null));
    }

    private static Buffer lasting(Hold hold) {
        Buffer buffer = new Buffer(hold);
        buffer.outlive();
        return buffer;
    }

    /** The memory; throws when it was given back. */
    public MemorySegment segment() {
        return hold.memory();
    }

    void outlive() {
        hold.last();
        CLEANER.register(this, hold);
    }

    Hold hold() {
        return hold;
    }
}
