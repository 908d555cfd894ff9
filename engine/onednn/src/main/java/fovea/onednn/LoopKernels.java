package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Cast;
import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Fill;
import fovea.tensor.IndexAdd;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Take;
import fovea.tensor.Where;
import org.jspecify.annotations.Nullable;

/** Ops that oneDNN has no primitive for and that move or choose elements, as plain loops; also of other types than {@code f32}. */
final class LoopKernels {
    private LoopKernels() {}

    /** A loop, or null where the reference must do. */
    static @Nullable Kernel of(Op op, Operand[] in, Spec[] out) {
        for (Spec y : out) {
            if (y.shape().elements() == 0 || y.shape().elements() > Integer.MAX_VALUE) {
                return null;
            }
        }
        return switch (op) {
            case Fill f -> FillKernel.of(f);
            case Draw d when out[0].dtype() == DType.F32 -> new DrawKernel(d);
            case Cast _ when HalfKernels.isCast(in[0].spec(), out[0]) -> HalfKernels.cast(in[0], out[0]);
            case Cast _ -> CastKernel.of(in[0], out[0]);
            case Where _ when out[0].dtype() == DType.F32 -> WhereKernel.of(in);
            case Concat c -> new ConcatKernel(c, in, out[0]);
            case Take t when isSmall(in[0]) -> new TakeKernel(t, in[0], in[1].spec(), out[0]);
            case IndexAdd a
            when out[0].dtype() == DType.F32 && isSmall(in[0]) -> new IndexAddKernel(a, in[0], in[1].spec(), out[0]);
            default -> null;
        };
    }

    private static boolean isSmall(Operand x) {
        return x.spec().shape().elements() <= Integer.MAX_VALUE;
    }

    /** The layout of {@code x} where it is without gaps, else rows one after the other. */
    static Layout dense(Operand x) {
        Shape shape = x.spec().shape();
        return x.layout() instanceof Layout.Strided && x.layout().isDense(shape) ? x.layout() : Layout.rowMajor(shape);
    }

    /** Whether all elements are one and the same in memory. */
    static boolean isOneNumber(Operand x) {
        if (!(x.layout() instanceof Layout.Strided s)) {
            return false;
        }
        for (int i = 0; i < s.rank(); i++) {
            if (s.stride(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Elements below which a second thread costs more than it brings. */
    private static final long ALONE = 16 * 1024;

    /** A stretch of elements. */
    @FunctionalInterface
    interface Stretch {
        void run(int from, int to);
    }

    /** All elements, on all threads if there are many. */
    static void share(int elements, Stretch work) {
        if (elements < ALONE) {
            work.run(0, elements);
        } else {
            Team.run((part, of) ->
                    work.run((int) ((long) elements * part / of), (int) ((long) elements * (part + 1) / of)));
        }
    }

    /** The product of the sizes of axes {@code from} up to {@code to}, not included. */
    static int product(Shape shape, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= shape.size(i);
        }
        return product;
    }
}
