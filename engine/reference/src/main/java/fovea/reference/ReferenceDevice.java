package fovea.reference;

import fovea.device.Device;
import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Op;
import fovea.tensor.Spec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device that every machine has: plain Java, all ops, all types, double precision inside; slow and obvious. */
public final class ReferenceDevice implements Device {

    /** For the service loader. */
    public ReferenceDevice() {}

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "plain Java in double precision, Java " + Runtime.version().feature();
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public boolean roundsAfterEachOp() {
        return true;
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Kernel prepare(Op op, Operand[] inputs, Spec[] outputs) {
        return new ReferenceKernel(op, inputs, outputs);
    }

    @Override
    public @Nullable Kernel reorder(Operand from, Layout to) {
        return null;
    }
}
