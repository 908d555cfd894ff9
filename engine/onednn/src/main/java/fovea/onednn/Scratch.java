package fovea.onednn;

import fovea.device.Buffer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Working memory that kernels share, since they run one at a time. It grows to what the hungriest needs. */
final class Scratch {
    private static final String HOLDER = "oneDNN's working memory";
    private static Buffer buffer = Buffer.lasting(1 << 20, HOLDER);
    private static Buffer beside = Buffer.lasting(1 << 12, HOLDER);
    private static float[][][] blocks = new float[0][][];

    /** Tensors on the heap are as large at most. */
    private static final long STAGE = 64 * 1024;

    private static final List<Buffer> STAGES = new ArrayList<>();

    private Scratch() {}

    /** At least {@code bytes} bytes, 64-byte aligned; only while computing. */
    static MemorySegment of(long bytes) {
        if (buffer.segment().byteSize() < bytes) {
            buffer = Buffer.lasting(bytes, HOLDER);
        }
        return buffer.segment();
    }

    /** Another piece of at least {@code bytes} bytes, for what a kernel that needs the first one reads and writes; only while computing. */
    static MemorySegment beside(long bytes) {
        if (beside.segment().byteSize() < bytes) {
            beside = Buffer.lasting(bytes, HOLDER);
        }
        return beside.segment();
    }

    /** A native copy of the {@code i}-th argument of a primitive, which lies on Java's heap; only while computing. */
    static MemorySegment staged(int i, MemorySegment data) {
        while (STAGES.size() <= i) {
            STAGES.add(Buffer.lasting(STAGE, HOLDER));
        }
        if (STAGES.get(i).segment().byteSize() < data.byteSize()) {
            STAGES.set(i, Buffer.lasting(data.byteSize(), HOLDER));
        }
        return STAGES.get(i).segment().asSlice(0, data.byteSize()).copyFrom(data);
    }

    /** Copies the arguments that were staged back to where they are from; inputs, being unchanged, too. */
    static void unstage(MemorySegment[] data) {
        for (int i = 0; i < data.length; i++) {
            if (!data[i].isNative()) {
                data[i].copyFrom(STAGES.get(i).segment().asSlice(0, data[i].byteSize()));
            }
        }
    }

    /** For each part of a loop at least {@code count} arrays of {@link PlainWalk#BLOCK} numbers; only while computing. */
    static float[][][] blocks(int parts, int count) {
        if (blocks.length < parts || blocks[0].length < count) {
            blocks = new float[Math.max(parts, blocks.length)][count][PlainWalk.BLOCK];
        }
        return blocks;
    }
}
