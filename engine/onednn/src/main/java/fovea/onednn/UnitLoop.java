package fovea.onednn;

import fovea.tensor.Fused;
import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What one step of a recurrent layer does to all its units, as a chain over the rows of the batch, shared among the team. Operands are states
 * {@code […, N, H]}, of each of which one is meant, or gates {@code [T, N, G·H]}, of which one of a step.
 */
final class UnitLoop {
    /** Units below which a second thread costs more than it brings. */
    private static final int ALONE = 2048;

    private final int batch;
    private final int gates;
    private final int hidden;
    private final int parts;
    private final RowChain chain;
    private final MemorySegment[] operands;
    private final long[] first;
    private final long[] step;
    private final long[][] places;

    UnitLoop(Fused chain, Shape gates, int count) {
        this.batch = gates.size(1);
        this.gates = count;
        this.hidden = gates.size(2) / count;
        this.parts = batch * (long) hidden < ALONE ? 1 : Math.min(batch, Team.threads());
        this.chain = new RowChain(chain, parts);
        int all = chain.inputs() + chain.outputs().size();
        this.operands = new MemorySegment[all];
        this.first = new long[all];
        this.step = new long[all];
        this.places = new long[parts][all];
    }

    /** The {@code i}-th operand of the next run is this state of {@code states}. */
    void state(int i, MemorySegment states, int slot) {
        operands[i] = states;
        first[i] = stateBytes() * slot;
        step[i] = (long) Float.BYTES * hidden;
    }

    /** The operands from {@code i} on are the gates of this step. */
    void gates(int i, MemorySegment from, int at) {
        for (int gate = 0; gate < gates; gate++) {
            operands[i + gate] = from;
            first[i + gate] = gateBytes() * at + (long) Float.BYTES * hidden * gate;
            step[i + gate] = (long) Float.BYTES * hidden * gates;
        }
    }

    /** All rows of the operands set. */
    void run() {
        VectorLoop.Code code = chain.ready(operands);
        if (code != null) {
            Team.run(parts, (part, of) -> rows(code, part, of));
            return;
        }
        long start = System.nanoTime();
        Team.run(parts, (part, of) -> rows(null, part, of));
        chain.missed(System.nanoTime() - start);
    }

    private void rows(VectorLoop.@Nullable Code code, int part, int of) {
        long[] at = places[part];
        for (int row = batch * part / of; row < batch * (part + 1) / of; row++) {
            for (int i = 0; i < at.length; i++) {
                at[i] = first[i] + step[i] * row;
            }
            chain.run(code, part, operands, at, hidden);
        }
    }

    private long stateBytes() {
        return (long) Float.BYTES * batch * hidden;
    }

    private long gateBytes() {
        return stateBytes() * gates;
    }

    /** One state, all rows. */
    MemorySegment stateOf(MemorySegment states, int slot) {
        return states.asSlice(stateBytes() * slot, stateBytes());
    }

    /** The gates of one step, all rows. */
    MemorySegment gatesOf(MemorySegment from, int at) {
        return from.asSlice(gateBytes() * at, gateBytes());
    }
}
