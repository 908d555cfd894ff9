package fovea.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gives blocks with known lifetimes fixed places in one piece of memory, so that blocks that live at the same time do not overlap: the
 * largest first, each at the lowest place free throughout its life (as TensorFlow Lite's "greedy by size", Pisarchyk and Lee 2020,
 * <a href="https://arxiv.org/abs/2001.03288">arXiv:2001.03288</a>).
 */
final class Slab {
    private static final long ALIGNMENT = 64;

    private final List<Block> blocks = new ArrayList<>();

    /** A block, alive from step {@code from} to step {@code until}, both included. */
    static final class Block {
        private final long size;
        private final int from;
        private int until;
        private long offset = -1;

        private Block(long size, int from, int until) {
            this.size = size;
            this.from = from;
            this.until = until;
        }

        void keepUntil(int step) {
            until = Math.max(until, step);
        }

        int until() {
            return until;
        }

        long offset() {
            return offset;
        }

        private boolean meets(Block other) {
            return from <= other.until && other.from <= until;
        }
    }

    Block block(long bytes, int from, int until) {
        Block block = new Block((Math.max(bytes, 1) + ALIGNMENT - 1) & -ALIGNMENT, from, until);
        blocks.add(block);
        return block;
    }

    /** Places every block; the size of the whole. */
    long layOut() {
        List<Block> placed = new ArrayList<>();
        long size = 0;
        List<Block> bySize = new ArrayList<>(blocks);
        bySize.sort(Comparator.comparingLong((Block b) -> -b.size).thenComparingInt(b -> b.from));
        for (Block block : bySize) {
            block.offset = lowest(block, placed);
            placed.add(block);
            placed.sort(Comparator.comparingLong(b -> b.offset));
            size = Math.max(size, block.offset + block.size);
        }
        return size;
    }

    private static long lowest(Block block, List<Block> placed) {
        long offset = 0;
        for (Block other : placed) {
            if (other.meets(block)) {
                if (other.offset - offset >= block.size) {
                    break;
                }
                offset = Math.max(offset, other.offset + other.size);
            }
        }
        return offset;
    }
}
