package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Copies from one layout to another. */
final class MoveKernels {
    /** Below this many elements a plain loop is done before a primitive has started. */
    private static final long SMALL = 2048;

    private MoveKernels() {}

    /** A reorder, or null where plain Java does as well or oneDNN cannot. */
    static @Nullable Kernel of(Operand from, Layout to) {
        boolean packed = from.layout() instanceof Layout.Packed || to instanceof Layout.Packed;
        boolean same = from.layout().equals(to);
        boolean small = from.spec().shape().elements() < SMALL;
        boolean possible = isKnown(from.spec().dtype())
                && from.spec().shape().elements() > 0
                && Descs.isPlain(from)
                && Descs.isPlain(new Operand(from.spec(), to));
        if (!packed && (same || small || !possible)) {
            return null;
        }
        MemoryDesc target = Descs.of(from.spec(), to);
        MemoryDesc source = Descs.of(from);
        Primitive reorder = Reorder.of(
                target.rank() > source.rank() ? source.grouped(target.size(0)) : source, target, Attributes.NONE);
        return new PrimitiveKernel(reorder, new Layout[] {from.layout()}, new Layout[] {to}, false, 0, ~0);
    }

    private static boolean isKnown(DType dtype) {
        return switch (dtype) {
            case F32, F16, BF16, I32, I8, U8, BOOL -> true;
            case F64, I64 -> false;
        };
    }
}
