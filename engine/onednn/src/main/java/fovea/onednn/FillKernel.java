package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.tensor.DType;
import fovea.tensor.Fill;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** One number throughout. What is filled is copied behind itself, twice as much each time. */
final class FillKernel implements Kernel {
    private final Spec spec;
    private final double value;

    private FillKernel(Spec spec, double value) {
        this.spec = spec;
        this.value = value;
    }

    static @Nullable Kernel of(Fill fill) {
        Spec spec = fill.infer()[0];
        return spec.dtype() == DType.F32 || Double.doubleToRawLongBits(fill.value()) == 0
                ? new FillKernel(spec, fill.value())
                : null;
    }

    @Override
    public String name() {
        return "java fill";
    }

    @Override
    public Layout input(int i) {
        throw new IllegalStateException("it has no inputs");
    }

    @Override
    public Layout output(int i) {
        return Layout.rowMajor(spec.shape());
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        long bytes = spec.bytes();
        if (Double.doubleToRawLongBits(value) == 0) {
            out[0].asSlice(0, bytes).fill((byte) 0);
            return;
        }
        out[0].set(ValueLayout.JAVA_FLOAT, 0, (float) value);
        for (long done = 4; done < bytes; done *= 2) {
            MemorySegment.copy(out[0], 0, out[0], done, Math.min(done, bytes - done));
        }
    }
}
