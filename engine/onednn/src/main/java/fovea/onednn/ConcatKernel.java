package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Concat;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Runs of memory one behind the other; channels-last images stay so. */
final class ConcatKernel implements Kernel {
    /** Bytes below which a second thread costs more than it brings. */
    private static final long ALONE = 128 * 1024;

    private final Layout[] inputs;
    private final Layout output;
    private final long[] runs;
    private final int times;
    private final long width;

    ConcatKernel(Concat concat, Operand[] in, Spec y) {
        boolean last = isChannelsLast(in);
        this.output = layout(last, y.shape());
        this.inputs = new Layout[in.length];
        this.runs = new long[in.length];
        Shape shape = y.shape();
        int axis = concat.axis();
        int rank = shape.rank();
        int inner = LoopKernels.product(shape, axis + 1, rank);
        int outer = LoopKernels.product(shape, 0, axis);
        if (last && axis == 1) {
            inner = 1;
            outer = LoopKernels.product(shape, 0, 1) * LoopKernels.product(shape, 2, rank);
        } else if (last && axis >= 2) {
            inner *= shape.size(1);
            outer /= shape.size(1);
        }
        this.times = outer;
        for (int i = 0; i < in.length; i++) {
            Spec x = in[i].spec();
            inputs[i] = layout(last, x.shape());
            runs[i] = (long) x.shape().size(axis) * inner * x.dtype().bytes();
        }
        this.width = Arrays.stream(runs).sum();
    }

    private static boolean isChannelsLast(Operand[] in) {
        for (Operand x : in) {
            Shape shape = x.spec().shape();
            if (shape.elements() > 0 && !x.layout().equals(Layout.channelsLast(shape))) {
                return false;
            }
        }
        return in[0].spec().shape().rank() >= 3;
    }

    private static Layout layout(boolean channelsLast, Shape shape) {
        return channelsLast ? Layout.channelsLast(shape) : Layout.rowMajor(shape);
    }

    @Override
    public String name() {
        return "java concatenation";
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
    public void run(MemorySegment[] in, MemorySegment[] out) {
        if (times * width < ALONE) {
            copy(0, times, in, out[0]);
        } else {
            Team.run((part, parts) ->
                    copy((int) ((long) times * part / parts), (int) ((long) times * (part + 1) / parts), in, out[0]));
        }
    }

    private void copy(int from, int end, MemorySegment[] in, MemorySegment out) {
        long to = from * width;
        for (int t = from; t < end; t++) {
            for (int i = 0; i < in.length; i++) {
                MemorySegment.copy(in[i], t * runs[i], out, to, runs[i]);
                to += runs[i];
            }
        }
    }
}
