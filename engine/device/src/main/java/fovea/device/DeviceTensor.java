package fovea.device;

import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** A tensor whose elements are there, in a device's memory. */
public final class DeviceTensor extends Tensor {
    private final Buffer buffer;
    private final long offset;
    private final Operand operand;

    /** @param offset bytes from the buffer's beginning to the first element */
    DeviceTensor(Operand operand, Buffer buffer, long offset) {
        super(operand.spec());
        this.operand = operand;
        this.buffer = buffer;
        this.offset = offset;
    }

    /** A tensor over {@code buffer}, whose elements lie in this layout from its beginning. */
    public static DeviceTensor over(Buffer buffer, Spec spec, Layout layout) {
        return new DeviceTensor(new Operand(spec, layout), buffer, 0);
    }

    /** A tensor over a part of {@code buffer}, from {@code offset} bytes on. */
    public static DeviceTensor at(Buffer buffer, long offset, Spec spec, Layout layout) {
        return new DeviceTensor(new Operand(spec, layout), buffer, offset);
    }

    /** Another look at the same memory, {@code further} bytes on. */
    public DeviceTensor seen(long further, Operand as) {
        return new DeviceTensor(as, buffer, offset + further);
    }

    /** The tensor itself, for what computes at once; says so when {@code tensor} is of another reading. */
    public static DeviceTensor of(Tensor tensor) {
        if (tensor instanceof DeviceTensor d) {
            return d;
        }
        throw new IllegalStateException(("a %s tensor escaped the %s that made it and has no elements here%n"
                        + "  return it from the function that was traced or differentiated")
                .formatted(
                        tensor.spec(),
                        tensor.getClass().getEnclosingClass() == null
                                ? tensor.getClass().getSimpleName()
                                : tensor.getClass().getEnclosingClass().getSimpleName()));
    }

    public Operand operand() {
        return operand;
    }

    public Layout layout() {
        return operand.layout();
    }

    /** Whether both lie in one block of memory. */
    public boolean sharesMemoryWith(DeviceTensor other) {
        return buffer.equals(other.buffer);
    }

    Buffer buffer() {
        return buffer;
    }

    long offset() {
        return offset;
    }

    /** The memory from the first element to the last. */
    public MemorySegment segment() {
        return buffer.segment().asSlice(offset, operand.bytes());
    }

    @Override
    public void copyTo(MemorySegment target) {
        if (operand.layout() instanceof Layout.Packed) {
            unpacked().copyTo(target);
            return;
        }
        try {
            Kernel copy = new StridedCopy(operand, Layout.rowMajor(shape()));
            Kernels.run(copy, new MemorySegment[] {segment()}, new MemorySegment[] {target});
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    private DeviceTensor unpacked() {
        DeviceTensor unpacked = over(Buffer.lasting(spec().bytes()), spec(), Layout.rowMajor(shape()));
        Kernels.of(Device.best()).copy(this, unpacked);
        return unpacked;
    }

    @Override
    public String toString() {
        if (!(operand.layout() instanceof Layout.Strided strided)) {
            return unpacked().toString();
        }
        try {
            return Printed.of(shape(), dtype(), strided, segment());
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }
}
