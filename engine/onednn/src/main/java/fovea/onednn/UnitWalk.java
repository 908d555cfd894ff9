package fovea.onednn;

import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Goes through the units of one step of a long short-term memory, by blocks along its rows that are copied to arrays and back.
 *
 * <p>Gates lie as {@code [T, N, 4·H]} and states as {@code […, N, H]}.
 */
final class UnitWalk {
    private static final int GATES = 4;
    private static final int BLOCK = 512;

    /** Units below which a second thread costs more than it brings. */
    private static final int ALONE = 2048;

    private final int steps;
    private final int batch;
    private final int hidden;
    private final int parts;
    private final float[][][] arrays;

    /** @param arrays how many a block takes */
    UnitWalk(Shape gates, int arrays) {
        this.steps = gates.size(0);
        this.batch = gates.size(1);
        this.hidden = gates.size(2) / GATES;
        this.parts = batch * (long) hidden < ALONE ? 1 : Team.threads();
        this.arrays = new float[parts][arrays][Math.min(BLOCK, hidden)];
    }

    /** What is done to a block of {@code n} units of a row. */
    @FunctionalInterface
    interface Block {
        void run(float[][] arrays, int row, int unit, int n);
    }

    int steps() {
        return steps;
    }

    /** All units, shared among the team. */
    void run(Block block) {
        Team.run(parts, (part, all) -> {
            int blocks = (hidden + BLOCK - 1) / BLOCK;
            int end = (int) (batch * (long) blocks * (part + 1) / all);
            for (int i = (int) (batch * (long) blocks * part / all); i < end; i++) {
                int unit = i % blocks * BLOCK;
                block.run(arrays[part], i / blocks, unit, Math.min(BLOCK, hidden - unit));
            }
        });
    }

    /** A state, all rows. */
    MemorySegment state(MemorySegment states, int slot) {
        long bytes = (long) batch * hidden * Float.BYTES;
        return states.asSlice(slot * bytes, bytes);
    }

    /** The gates of a step, all rows. */
    MemorySegment gates(MemorySegment gates, int step) {
        long bytes = (long) batch * GATES * hidden * Float.BYTES;
        return gates.asSlice(step * bytes, bytes);
    }

    private long gate(int step, int gate, int row, int unit) {
        return ((((long) step * batch + row) * GATES + gate) * hidden + unit) * Float.BYTES;
    }

    private long state(int slot, int row, int unit) {
        return (((long) slot * batch + row) * hidden + unit) * Float.BYTES;
    }

    void readGate(MemorySegment from, int step, int gate, int row, int unit, float[] to, int n) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, gate(step, gate, row, unit), to, 0, n);
    }

    void writeGate(MemorySegment to, int step, int gate, int row, int unit, float[] from, int n) {
        MemorySegment.copy(from, 0, to, ValueLayout.JAVA_FLOAT, gate(step, gate, row, unit), n);
    }

    void readState(MemorySegment from, int slot, int row, int unit, float[] to, int n) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, state(slot, row, unit), to, 0, n);
    }

    void writeState(MemorySegment to, int slot, int row, int unit, float[] from, int n) {
        MemorySegment.copy(from, 0, to, ValueLayout.JAVA_FLOAT, state(slot, row, unit), n);
    }
}
