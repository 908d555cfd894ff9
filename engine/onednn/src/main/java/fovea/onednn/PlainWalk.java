package fovea.onednn;

import fovea.tensor.Fused;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * An element-wise chain in blocks that stay in the first-level cache; in each block the ops run one after the other as plain loops over
 * arrays, which the JIT turns into vector code. There is nothing to generate and nothing to warm up but these few loops.
 */
final class PlainWalk {
    /** Elements in a block: 2 KiB; of 128 to 8192 elements the fastest on arrays beyond the caches, by half. */
    static final int BLOCK = 512;

    private final int inputs;
    private final Loop[] loops;
    private final int[] a;
    private final int[] b;
    private final int[] c;
    private final int[] results;
    private final Odometer odometer;
    private final boolean[] half;

    /** @param half for each input, then each output, whether it is bf16 */
    PlainWalk(Fused chain, Odometer odometer, boolean[] half) {
        this.inputs = chain.inputs();
        this.loops = chain.steps().stream().map(s -> Loop.of(s.op())).toArray(Loop[]::new);
        this.a = chain.steps().stream().mapToInt(Fused.Step::a).toArray();
        this.b = chain.steps().stream().mapToInt(Fused.Step::b).toArray();
        this.c = chain.steps().stream().mapToInt(Fused.Step::c).toArray();
        this.results = chain.outputs().stream().mapToInt(Integer::intValue).toArray();
        this.odometer = odometer;
        this.half = half;
    }

    void run(int parts, MemorySegment[] in, MemorySegment[] out) {
        float[][][] blocks = Scratch.blocks(parts, inputs + loops.length);
        if (parts == 1) {
            part(0, 1, in, out, blocks[0]);
        } else {
            Team.run(parts, (part, of) -> part(part, of, in, out, blocks[part]));
        }
    }

    private void part(int part, int of, MemorySegment[] in, MemorySegment[] out, float[][] values) {
        long rows = odometer.rows();
        if (rows == 1) {
            long inner = odometer.inner();
            long share = (inner / of + 15) & -16;
            flat(
                    Math.min(inner, part * share),
                    part == of - 1 ? inner : Math.min(inner, (part + 1) * share),
                    in,
                    out,
                    values);
        } else {
            rows(rows * part / of, rows * (part + 1) / of, in, out, values);
        }
    }

    /** One long row, block by block. */
    private void flat(long from, long to, MemorySegment[] in, MemorySegment[] out, float[][] values) {
        for (int i = 0; i < in.length; i++) {
            if (odometer.step(i) == 0) {
                Arrays.fill(values[i], Halves.get(in[i], 0, half[i]));
            }
        }
        for (long at = from; at < to; at += BLOCK) {
            int n = (int) Math.min(BLOCK, to - at);
            for (int i = 0; i < in.length; i++) {
                if (odometer.step(i) != 0) {
                    odometer.read(i, 0, 1, at, n, in[i], half[i], values[i]);
                }
            }
            compute(values, n);
            for (int i = 0; i < out.length; i++) {
                Halves.write(values[results[i]], out[i], at, half[inputs + i], n);
            }
        }
    }

    /** Many rows: as many whole ones as fit a block, or one cut into blocks. The output's rows follow each other in memory. */
    private void rows(long from, long to, MemorySegment[] in, MemorySegment[] out, float[][] values) {
        int inner = (int) Math.min(odometer.inner(), Integer.MAX_VALUE);
        int together = Math.max(1, BLOCK / inner);
        for (long row = from; row < to; row += together) {
            int count = (int) Math.min(together, to - row);
            for (int start = 0; start < inner; start += BLOCK) {
                int n = Math.min(BLOCK, inner - start);
                for (int i = 0; i < in.length; i++) {
                    odometer.read(i, row, count, start, n, in[i], half[i], values[i]);
                }
                compute(values, count * n);
                for (int i = 0; i < out.length; i++) {
                    long at = row * inner + start;
                    Halves.write(values[results[i]], out[i], at, half[inputs + i], count * n);
                }
            }
        }
    }

    private void compute(float[][] values, int n) {
        int next = inputs;
        for (int i = 0; i < loops.length; i++) {
            loops[i].run(values[a[i]], values[b[i]], values[c[i]], values[next++], n);
        }
    }
}
