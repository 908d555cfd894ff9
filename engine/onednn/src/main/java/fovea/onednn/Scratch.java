package fovea.onednn;

import fovea.device.Buffer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Working memory that kernels share, since they run one at a time. It grows to what the hungriest needs. */
final class Scratch {
    private static @Nullable Buffer buffer;
    private static MemorySegment memory = MemorySegment.NULL;
    private static float[][][] blocks = new float[0][][];

    private Scratch() {}

    /** At least {@code bytes} bytes, 64-byte aligned; only while computing. */
    static MemorySegment of(long bytes) {
        if (memory.byteSize() < bytes) {
            Buffer larger = Buffer.lasting(bytes);
            memory = larger.segment();
            buffer = larger;
        }
        return memory;
    }

    /** For each part of a loop at least {@code count} arrays of {@link ElementwiseKernel#BLOCK} numbers; only while computing. */
    static float[][][] blocks(int parts, int count) {
        if (blocks.length < parts || blocks[0].length < count) {
            blocks = new float[Math.max(parts, blocks.length)][count][ElementwiseKernel.BLOCK];
        }
        return blocks;
    }
}
