package fovea.onednn;

import fovea.device.Buffer;
import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.DType;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Single precision to multiples of a scale in 8 bits, to the nearest, ties to even, stopping at the ends of the type. */
final class QuantizeKernel implements Kernel {
    private final Primitive reorder;
    private final Layout layout;
    private final Buffer factor = Buffer.lasting(Float.BYTES, "scale of a quantization");
    private final MemorySegment[] data = new MemorySegment[3];

    QuantizeKernel(double scale, DType to, Operand x) {
        this.layout = LoopKernels.dense(x);
        this.reorder = Reorder.of(flat(x.spec()), flat(new Spec(x.spec().shape(), to)), Attributes.scaling(Arg.SRC));
        factor.segment().set(ValueLayout.JAVA_FLOAT, 0, (float) (1 / scale));
    }

    /** Without gaps, it does not matter along which axes the elements lie. */
    private static MemoryDesc flat(Spec x) {
        return MemoryDesc.dense(Descs.type(x.dtype()), x.shape().elements());
    }

    @Override
    public String name() {
        return reorder.implementation();
    }

    @Override
    public Layout input(int i) {
        return layout;
    }

    @Override
    public Layout output(int i) {
        return layout;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        data[0] = in[0];
        data[1] = out[0];
        data[2] = factor.segment();
        reorder.execute(Scratch.of(reorder.scratchpadBytes()), data);
    }
}
