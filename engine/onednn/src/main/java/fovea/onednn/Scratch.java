package fovea.onednn;

import fovea.device.Buffer;
import java.lang.foreign.MemorySegment;

/** Working memory that kernels share, since they run one at a time. It grows to what the hungriest needs. */
final class Scratch {
    private static Buffer buffer = Buffer.lasting(1 << 20);
    private static float[][][] blocks = new float[0][][];

    private Scratch() {}

    /** At least {@code bytes} bytes, 64-byte aligned; only while computing. */
    static MemorySegment of(long bytes) {
        if (buffer.segment().byteSize() < bytes) {
            buffer = Buffer.lasting(bytes);
        }
        return buffer.segment();
    }

    /** For each part of a loop at least {@code count} arrays of {@link ElementwiseKernel#BLOCK} numbers; only while computing. */
    static float[][][] blocks(int parts, int count) {
        if (blocks.length < parts || blocks[0].length < count) {
            blocks = new float[Math.max(parts, blocks.length)][count][ElementwiseKernel.BLOCK];
        }
        return blocks;
    }
}
