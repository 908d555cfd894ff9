package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.IndexAdd;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Rows of {@code f32} added up at their places, in double precision, for many may meet at one. */
final class IndexAddKernel implements Kernel {
    /** Elements below which a second thread costs more than it brings. */
    private static final long ALONE = 64 * 1024;

    private final Spec x;
    private final Spec index;
    private final Spec y;
    private final AlongAxis along;
    private final int size;
    private final int run;
    private final int parts;

    IndexAddKernel(IndexAdd add, Operand x, Spec index, Spec y) {
        this.x = x.spec();
        this.index = index;
        this.y = y;
        this.along =
                AlongAxis.of(x, add.axis(), index.shape().rank(), index.shape().rank());
        this.size = add.size();
        this.run = along.run();
        this.parts = y.shape().elements() < ALONE ? 1 : Math.min(Team.threads(), along.outer());
    }

    @Override
    public String name() {
        return "java add by places";
    }

    @Override
    public Layout input(int i) {
        return i == 0 ? along.layout(x.shape()) : Layout.rowMajor(index.shape());
    }

    @Override
    public Layout output(int i) {
        return along.layout(y.shape());
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        int[] places = TakeKernel.places("indexAdd", in[1], index, size);
        Team.run(parts, (part, of) -> {
            int from = (int) ((long) along.outer() * part / of);
            add(from, (int) ((long) along.outer() * (part + 1) / of), places, in[0], out[0]);
        });
    }

    /** The sums are made anew each time: those of an embedding are large, and kernels are kept. */
    private void add(int first, int last, int[] places, MemorySegment in, MemorySegment out) {
        double[] sums = new double[size * run];
        float[] row = new float[run];
        for (int o = first; o < last; o++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < places.length; i++) {
                MemorySegment.copy(in, ValueLayout.JAVA_FLOAT, 4L * run * (o * (long) places.length + i), row, 0, run);
                add(row, sums, places[i] * run);
            }
            for (int i = 0; i < sums.length; i++) {
                out.setAtIndex(ValueLayout.JAVA_FLOAT, o * (long) sums.length + i, (float) sums[i]);
            }
        }
    }

    private static void add(float[] row, double[] sums, int at) {
        for (int i = 0; i < row.length; i++) {
            sums[at + i] += row[i];
        }
    }
}
