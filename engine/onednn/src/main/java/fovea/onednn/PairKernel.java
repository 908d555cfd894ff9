package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import java.lang.foreign.MemorySegment;

/** A kernel of one output, then another that changes that output where it lies. */
record PairKernel(Kernel first, Kernel then) implements Kernel {
    @Override
    public String name() {
        return first.name() + " and " + then.name();
    }

    @Override
    public Layout input(int i) {
        return first.input(i);
    }

    @Override
    public Layout output(int i) {
        return first.output(i);
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        first.run(in, out);
        then.run(out, out);
    }
}
