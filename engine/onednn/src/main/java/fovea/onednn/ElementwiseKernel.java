package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.DType;
import fovea.tensor.Fused;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of element-wise ops in one pass over memory: as one loop of vector code, or in blocks by plain loops where and while there is
 * none; of single precision, or of bf16, which is widened when read and rounded when written, or of both. Operands that repeat, such as a bias, are read where they lie.
 */
final class ElementwiseKernel implements Kernel {
    /** Elements up to which a second thread costs more than it brings; waking it takes some microseconds. */
    private static final long ALONE = 32 * 1024;

    /** Elements below which plain loops are as good. */
    private static final long FEW = 64;

    private final Layout[] inputs;
    private final Layout output;
    private final int steps;
    private final int parts;
    private final PlainWalk plain;
    private final @Nullable Vectors vector;

    private ElementwiseKernel(Fused chain, Layout[] inputs, Layout output, Odometer odometer, boolean[] half) {
        this.inputs = inputs;
        this.output = output;
        this.steps = chain.steps().size();
        this.parts = odometer.elements() <= ALONE ? 1 : Team.threads();
        this.plain = new PlainWalk(chain, odometer, half);
        this.vector = Vectors.of(chain, odometer, half, parts);
    }

    static Kernel of(Op op, Operand[] in, Spec[] out) {
        return of(new Fused(in.length, List.of(new Fused.Step(op, 0, in.length - 1)), List.of(in.length)), in, out);
    }

    static Kernel of(Fused chain, Operand[] in, Spec[] out) {
        Spec spec = in[0].spec();
        boolean[] half = half(in, out);
        Layout output = output(in, half);
        Layout[] layouts = new Layout[in.length];
        for (int i = 0; i < in.length; i++) {
            boolean fits =
                    in[i].layout() instanceof Layout.Strided || in[i].layout().equals(output);
            layouts[i] = fits ? in[i].layout() : output;
        }
        if (output instanceof Layout.Packed) {
            long elements = spec.shape().elements();
            return new ElementwiseKernel(chain, layouts, output, Odometer.flat(elements, layouts), half);
        }
        return new ElementwiseKernel(
                chain, layouts, output, Odometer.of(spec.shape(), (Layout.Strided) output, layouts), half);
    }

    /** For each input, then each output, whether it is bf16. */
    private static boolean[] half(Operand[] in, Spec[] out) {
        boolean[] half = new boolean[in.length + out.length];
        for (int i = 0; i < half.length; i++) {
            Spec spec = i < in.length ? in[i].spec() : out[i - in.length];
            half[i] = spec.dtype() == DType.BF16;
        }
        return half;
    }

    /**
     * The first dense layout among the inputs; a packed one, which is of a type, only where all agree or are one number, all results are of
     * that type, and nothing is padded.
     */
    private static Layout output(Operand[] in, boolean[] half) {
        Shape shape = in[0].spec().shape();
        Layout packed = areAlike(half) ? packed(in) : null;
        if (packed != null) {
            return packed;
        }
        for (Operand x : in) {
            if (x.layout() instanceof Layout.Strided && x.layout().isDense(shape)) {
                return x.layout();
            }
        }
        return Layout.channelsLast(shape);
    }

    private static boolean areAlike(boolean[] half) {
        for (boolean each : half) {
            if (each != half[0]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Layout packed(Operand[] in) {
        Layout found = null;
        for (Operand x : in) {
            if (x.layout() instanceof Layout.Packed packed
                    && found == null
                    && packed.bytes() == x.spec().bytes()) {
                found = packed;
            } else if (!x.layout().equals(found) && !isOneNumber(x)) {
                return null;
            }
        }
        return found;
    }

    private static boolean isOneNumber(Operand x) {
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

    @Override
    public String name() {
        return (vector == null ? "java loops " : "java vector loop ") + steps;
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
    public boolean inPlace(int i) {
        return true;
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        VectorLoop.Code code = vector == null ? null : vector.loop().ready();
        if (vector == null || !isNative(in, out)) {
            plain.run(parts, in, out);
        } else if (code == null) {
            long start = System.nanoTime();
            plain.run(parts, in, out);
            vector.loop().missed(System.nanoTime() - start);
        } else {
            vector.run(code, parts, in, out);
        }
    }

    /** Small tensors may lie on Java's heap. */
    private static boolean isNative(MemorySegment[] in, MemorySegment[] out) {
        for (MemorySegment x : in) {
            if (!x.isNative()) {
                return false;
            }
        }
        for (MemorySegment y : out) {
            if (!y.isNative()) {
                return false;
            }
        }
        return true;
    }

    /** The chain as vector code. */
    private record Vectors(VectorWalk walk, float[] constants, WarmLoop loop) {
        static @Nullable Vectors of(Fused chain, Odometer odometer, boolean[] half, int parts) {
            if (odometer.elements() < FEW || !WarmLoop.isPossible()) {
                return null;
            }
            VectorWalk walk = new VectorWalk(odometer, chain.inputs(), half, parts);
            Chain structure = Chain.of(chain, walk.single(), walk.half());
            WarmLoop loop = structure == null ? null : WarmLoop.of(structure);
            return loop == null ? null : new Vectors(walk, Chain.constants(chain), loop);
        }

        void run(VectorLoop.Code code, int parts, MemorySegment[] in, MemorySegment[] out) {
            MemorySegment spare = Scratch.of(parts * walk.spare());
            if (parts == 1) {
                walk.run(code, constants, 0, 1, in, out, spare);
            } else {
                Team.run(
                        parts,
                        (part, of) -> walk.run(
                                code, constants, part, of, in, out, spare.asSlice(part * walk.spare(), walk.spare())));
            }
        }
    }
}
