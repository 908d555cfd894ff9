package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.tensor.IndexAdd;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Rows of {@code f32} added up at their places, in double precision, for many may meet at one. */
final class IndexAddKernel implements Kernel {
    private final Spec x;
    private final Spec index;
    private final Spec y;
    private final int outer;
    private final int size;
    private final int run;

    IndexAddKernel(IndexAdd add, Spec x, Spec index, Spec y) {
        this.x = x;
        this.index = index;
        this.y = y;
        this.outer = LoopKernels.product(y.shape(), 0, add.axis());
        this.size = add.size();
        this.run = LoopKernels.product(y.shape(), add.axis() + 1, y.shape().rank());
    }

    @Override
    public String name() {
        return "java add by places";
    }

    @Override
    public Layout input(int i) {
        return Layout.rowMajor(i == 0 ? x.shape() : index.shape());
    }

    @Override
    public Layout output(int i) {
        return Layout.rowMajor(y.shape());
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        int[] places = TakeKernel.places("indexAdd", in[1], index, size);
        double[] sums = new double[size * run];
        float[] row = new float[run];
        for (int o = 0; o < outer; o++) {
            java.util.Arrays.fill(sums, 0);
            for (int i = 0; i < places.length; i++) {
                MemorySegment.copy(
                        in[0], ValueLayout.JAVA_FLOAT, 4L * run * (o * (long) places.length + i), row, 0, run);
                add(row, sums, places[i] * run);
            }
            for (int i = 0; i < sums.length; i++) {
                out[0].setAtIndex(ValueLayout.JAVA_FLOAT, o * (long) sums.length + i, (float) sums[i]);
            }
        }
    }

    private static void add(float[] row, double[] sums, int at) {
        for (int i = 0; i < row.length; i++) {
            sums[at + i] += row[i];
        }
    }
}
