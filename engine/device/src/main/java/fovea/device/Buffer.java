package fovea.device;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A block of the pool and whose it is. Inside a {@link Region} the region gives it back; outside, it goes back when nothing can reach it
 * any more.
 */
public final class Buffer {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Block block;

    private Buffer(Block block) {
        this.block = block;
    }

    /** A block of at least {@code bytes} bytes, owned by the region in force. */
    static Buffer take(long bytes) {
        Buffer buffer = new Buffer(new Block(Pool.HOST.take(bytes)));
        Region region = Region.current();
        if (region == null) {
            buffer.outlive();
        } else {
            region.adopt(buffer);
        }
        return buffer;
    }

    /** A block that no region gives back: it lives as long as something holds it. */
    public static Buffer lasting(long bytes) {
        Buffer buffer = new Buffer(new Block(Pool.HOST.take(bytes)));
        buffer.outlive();
        return buffer;
    }

    /** The memory; throws when it was given back. */
    public MemorySegment segment() {
        MemorySegment segment = block.segment;
        if (segment == null) {
            throw new IllegalStateException("this tensor's memory was given back when the region it was made in ended"
                    + System.lineSeparator() + "  return the tensor from the region, or read its elements inside");
        }
        return segment;
    }

    void outlive() {
        CLEANER.register(this, block);
    }

    void release() {
        block.run();
    }

    /** Apart from the buffer, so that the buffer can become unreachable. */
    private static final class Block implements Runnable {
        private volatile @Nullable MemorySegment segment;

        Block(MemorySegment segment) {
            this.segment = segment;
        }

        @Override
        public synchronized void run() {
            MemorySegment held = segment;
            segment = null;
            if (held != null) {
                Pool.HOST.give(held);
            }
        }
    }
}
