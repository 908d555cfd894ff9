package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.DType;
import fovea.tensor.Spec;
import fovea.tensor.Take;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Runs of memory by their places, of any type. */
final class TakeKernel implements Kernel {
    private final Spec x;
    private final Spec index;
    private final Spec y;
    private final AlongAxis along;
    private final int size;
    private final long run;

    TakeKernel(Take take, Operand x, Spec index, Spec y) {
        this.x = x.spec();
        this.index = index;
        this.y = y;
        this.along = AlongAxis.of(x, take.axis(), 1, index.shape().rank());
        this.size = this.x.shape().size(take.axis());
        this.run = (long) along.run() * this.x.dtype().bytes();
    }

    @Override
    public String name() {
        return "java take";
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
        int[] places = places("take", in[1], index, size);
        boolean single = run == 4;
        LoopKernels.share(along.outer() * places.length, (first, last) -> {
            for (int at = first; at < last; at++) {
                long from = (long) (at / places.length) * size + places[at % places.length];
                if (single) {
                    out[0].setAtIndex(ValueLayout.JAVA_INT, at, in[0].getAtIndex(ValueLayout.JAVA_INT, from));
                } else {
                    MemorySegment.copy(in[0], from * run, out[0], at * run, run);
                }
            }
        });
    }

    /** The places an index names, from 0; refuses those outside. */
    static int[] places(String operation, MemorySegment index, Spec spec, int size) {
        int[] places = new int[(int) spec.shape().elements()];
        for (int i = 0; i < places.length; i++) {
            long place = spec.dtype() == DType.I32
                    ? index.getAtIndex(ValueLayout.JAVA_INT, i)
                    : index.getAtIndex(ValueLayout.JAVA_LONG, i);
            if (place < -size || place >= size) {
                throw new IndexOutOfBoundsException(
                        "%s: the index names place %d of an axis of %d%n  places are %d to %d"
                                .formatted(operation, place, size, -size, size - 1));
            }
            places[i] = (int) (place < 0 ? place + size : place);
        }
        return places;
    }
}
