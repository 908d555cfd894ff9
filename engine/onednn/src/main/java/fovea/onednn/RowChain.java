package fovea.onednn;

import fovea.tensor.Fused;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain of element-wise steps over rows that lie wherever one says: as a vector loop once that is warm, until then as plain loops. */
final class RowChain {
    private static final int BLOCK = 512;

    private final Fused chain;
    private final Loop[] loops;
    private final @Nullable WarmLoop warm;
    private final float[] constants;
    private final float[][][] values;
    private final long[][] addresses;

    /** @param parts how many threads may run it at a time */
    RowChain(Fused chain, int parts) {
        List<Boolean> many = Collections.nCopies(chain.inputs(), false);
        List<Boolean> wide =
                Collections.nCopies(chain.inputs() + chain.outputs().size(), false);
        Chain structure = Chain.of(chain, many, wide);
        this.chain = chain;
        this.loops = chain.steps().stream().map(step -> Loop.of(step.op())).toArray(Loop[]::new);
        this.warm = structure == null ? null : WarmLoop.of(structure);
        this.constants = Chain.constants(chain);
        this.values = new float[parts][chain.inputs() + loops.length][BLOCK];
        this.addresses = new long[parts][chain.inputs() + chain.outputs().size()];
    }

    /** The vector loop if it may be used for these operands; only while computing, and before the team starts. */
    VectorLoop.@Nullable Code ready(MemorySegment[] operands) {
        for (MemorySegment operand : operands) {
            if (!operand.isNative()) {
                return null;
            }
        }
        return warm == null ? null : warm.ready();
    }

    /** Plain loops took so long; only while computing, and after the team has ended. */
    void missed(long nanos) {
        if (warm != null) {
            warm.missed(nanos);
        }
    }

    /**
     * One row.
     *
     * @param operands the inputs, then the outputs
     * @param places the byte in each where the row begins
     */
    void run(VectorLoop.@Nullable Code code, int part, MemorySegment[] operands, long[] places, int n) {
        if (code == null) {
            for (int from = 0; from < n; from += BLOCK) {
                plain(values[part], operands, places, from, Math.min(BLOCK, n - from));
            }
            return;
        }
        long[] at = addresses[part];
        for (int i = 0; i < at.length; i++) {
            at[i] = operands[i].address() + places[i];
        }
        code.run(at, constants, n);
    }

    private void plain(float[][] values, MemorySegment[] operands, long[] places, int from, int n) {
        int inputs = chain.inputs();
        for (int i = 0; i < inputs; i++) {
            MemorySegment.copy(
                    operands[i], ValueLayout.JAVA_FLOAT, places[i] + (long) Float.BYTES * from, values[i], 0, n);
        }
        for (int i = 0; i < loops.length; i++) {
            Fused.Step step = chain.steps().get(i);
            loops[i].run(values[step.a()], values[step.b()], values[step.c()], values[inputs + i], n);
        }
        for (int i = 0; i < chain.outputs().size(); i++) {
            long place = places[inputs + i] + (long) Float.BYTES * from;
            MemorySegment.copy(
                    values[chain.outputs().get(i)], 0, operands[inputs + i], ValueLayout.JAVA_FLOAT, place, n);
        }
    }
}
