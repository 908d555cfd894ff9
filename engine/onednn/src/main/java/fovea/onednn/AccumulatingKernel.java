package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import java.lang.foreign.MemorySegment;

/** A kernel that adds to what its output holds: best that of the input in question, which is copied there otherwise. */
final class AccumulatingKernel implements Kernel {
    private final Kernel kernel;
    private final int addend;

    /** @param addend the number of the input that is added */
    AccumulatingKernel(Kernel kernel, int addend) {
        this.kernel = kernel;
        this.addend = addend;
    }

    @Override
    public String name() {
        return kernel.name();
    }

    @Override
    public Layout input(int i) {
        return kernel.input(i);
    }

    @Override
    public Layout output(int i) {
        return kernel.output(i);
    }

    @Override
    public boolean inPlace(int i) {
        return i == addend;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        if (in[addend].address() != out[0].address() || !out[0].isNative()) {
            out[0].copyFrom(in[addend]);
        }
        kernel.run(in, out);
    }
}
