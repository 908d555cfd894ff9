package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Fused;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of element-wise ops in one pass over memory. The elements are taken in blocks that stay in the first-level cache; in each block
 * the ops run one after the other as plain loops over arrays, which the JIT turns into vector code. There is nothing to generate and
 * nothing to warm up but these few loops.
 */
final class ElementwiseKernel implements Kernel {
    /** Elements in a block: 2 KiB; of 128 to 8192 elements the fastest on arrays beyond the caches, by half. */
    static final int BLOCK = 512;

    /** Elements below which a second thread costs more than it brings; waking it takes one to two microseconds. */
    private static final long ALONE = 16 * 1024;

    private final Layout[] inputs;
    private final Layout output;
    private final Loop[] loops;
    private final int[] a;
    private final int[] b;
    private final int[] results;
    private final Odometer odometer;
    private final int parts;

    private ElementwiseKernel(Fused chain, Layout[] inputs, Layout output, Odometer odometer) {
        this.inputs = inputs;
        this.output = output;
        this.odometer = odometer;
        this.loops = chain.steps().stream().map(s -> Loop.of(s.op())).toArray(Loop[]::new);
        this.a = chain.steps().stream().mapToInt(Fused.Step::a).toArray();
        this.b = chain.steps().stream().mapToInt(Fused.Step::b).toArray();
        this.results = chain.outputs().stream().mapToInt(Integer::intValue).toArray();
        this.parts = odometer.elements() < ALONE ? 1 : Team.threads();
    }

    static Kernel of(Op op, Operand... in) {
        return of(new Fused(in.length, List.of(new Fused.Step(op, 0, in.length - 1)), List.of(in.length)), in);
    }

    static Kernel of(Fused chain, Operand... in) {
        Spec spec = in[0].spec();
        Layout output = output(in);
        Layout[] layouts = new Layout[in.length];
        for (int i = 0; i < in.length; i++) {
            boolean fits =
                    in[i].layout() instanceof Layout.Strided || in[i].layout().equals(output);
            layouts[i] = fits ? in[i].layout() : output;
        }
        if (output instanceof Layout.Packed) {
            long elements = spec.shape().elements();
            return new ElementwiseKernel(chain, layouts, output, Odometer.flat(elements, layouts));
        }
        return new ElementwiseKernel(
                chain, layouts, output, Odometer.of(spec.shape(), (Layout.Strided) output, layouts));
    }

    /** The first dense layout among the inputs; a packed one only where all agree or are one number, and nothing is padded. */
    private static Layout output(Operand[] in) {
        Shape shape = in[0].spec().shape();
        Layout packed = packed(in);
        if (packed != null) {
            return packed;
        }
        for (Operand x : in) {
            if (x.layout() instanceof Layout.Strided && x.layout().isDense(shape)) {
                return x.layout();
            }
        }
        return Layout.channelsLast(shape);
    }

    private static @Nullable Layout packed(Operand[] in) {
        Layout found = null;
        for (Operand x : in) {
            if (x.layout() instanceof Layout.Packed packed
                    && found == null
                    && packed.bytes() == x.spec().bytes()) {
                found = packed;
            } else if (!x.layout().equals(found) && !isOneNumber(x)) {
                return null;
            }
        }
        return found;
    }

    private static boolean isOneNumber(Operand x) {
        if (!(x.layout() instanceof Layout.Strided s)) {
            return false;
        }
        for (int i = 0; i < s.rank(); i++) {
            if (s.stride(i) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String name() {
        return "java loops " + loops.length;
    }

    @Override
    public Layout input(int i) {
        return inputs[i];
    }

    @Override
    public Layout output(int i) {
        return output;
    }

    @Override
    public boolean inPlace() {
        return true;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        float[][][] blocks = Scratch.blocks(parts, inputs.length + loops.length);
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
                java.util.Arrays.fill(values[i], in[i].get(ValueLayout.JAVA_FLOAT, 0));
            }
        }
        for (long at = from; at < to; at += BLOCK) {
            int n = (int) Math.min(BLOCK, to - at);
            for (int i = 0; i < in.length; i++) {
                if (odometer.step(i) != 0) {
                    read(in[i], at * odometer.step(i), odometer.step(i), values[i], 0, n);
                }
            }
            compute(values, n);
            for (int i = 0; i < out.length; i++) {
                MemorySegment.copy(values[results[i]], 0, out[i], ValueLayout.JAVA_FLOAT, 4 * at, n);
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
                    readRows(i, row, count, start, n, in[i], values[i]);
                }
                compute(values, count * n);
                for (int i = 0; i < out.length; i++) {
                    long at = row * inner + start;
                    MemorySegment.copy(values[results[i]], 0, out[i], ValueLayout.JAVA_FLOAT, 4 * at, count * n);
                }
            }
        }
    }

    private void readRows(int operand, long row, int count, int start, int n, MemorySegment in, float[] block) {
        long step = odometer.step(operand);
        if (odometer.followsOn(operand)) {
            read(in, row * odometer.inner() + start, 1, block, 0, count * n);
            return;
        }
        for (int r = 0; r < count; r++) {
            read(in, odometer.offset(operand, row + r) + start * step, step, block, r * n, n);
        }
    }

    private static void read(MemorySegment in, long at, long step, float[] block, int to, int n) {
        if (step == 1) {
            MemorySegment.copy(in, ValueLayout.JAVA_FLOAT, 4 * at, block, to, n);
        } else if (step == 0) {
            java.util.Arrays.fill(block, to, to + n, in.getAtIndex(ValueLayout.JAVA_FLOAT, at));
        } else {
            for (int i = 0; i < n; i++) {
                block[to + i] = in.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step);
            }
        }
    }

    private void compute(float[][] values, int n) {
        int next = inputs.length;
        for (int i = 0; i < loops.length; i++) {
            loops[i].run(values[a[i]], values[b[i]], values[next++], n);
        }
    }
}
