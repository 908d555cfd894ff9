package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Concat;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;

/** Runs of memory one behind the other; channels-last images stay so. */
final class ConcatKernel implements Kernel {
    private final Layout[] inputs;
    private final Layout output;
    private final long[] runs;
    private final int times;

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
        long to = 0;
        for (int t = 0; t < times; t++) {
            for (int i = 0; i < in.length; i++) {
                MemorySegment.copy(in[i], t * runs[i], out[0], to, runs[i]);
                to += runs[i];
            }
        }
    }
}
