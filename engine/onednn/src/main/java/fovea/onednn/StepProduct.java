package fovea.onednn;

import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;

/** A product with the same matrix for each step of a recurrent layer: the matrix is brought once a run to the order oneDNN likes best. */
final class StepProduct {
    private static final long LINE = 64;

    private final Primitive pack;
    private final Primitive multiply;
    private final Layout given;
    private final long packed;
    private final long working;
    private MemorySegment matrix = MemorySegment.NULL;
    private MemorySegment scratch = MemorySegment.NULL;

    private StepProduct(Layout given, MemoryDesc w, int rows) {
        long k = w.size(0);
        long n = w.size(1);
        this.given = given;
        multiply = MatMul.of(
                MemoryDesc.dense(DataType.F32, rows, k),
                w.toAny(),
                null,
                MemoryDesc.dense(DataType.F32, rows, n),
                Attributes.NONE);
        pack = Reorder.of(w, multiply.desc(Arg.WEIGHTS), Attributes.NONE);
        packed = (multiply.desc(Arg.WEIGHTS).bytes() + LINE - 1) / LINE * LINE;
        working = Math.max(multiply.scratchpadBytes(), pack.scratchpadBytes());
    }

    /** With {@code w}. */
    static StepProduct with(Operand w, int rows) {
        Layout given = layout(w);
        return new StepProduct(given, Descs.of(w.spec(), given), rows);
    }

    /** With {@code wᵀ}. */
    static StepProduct withTransposed(Operand w, int rows) {
        Layout.Strided given = layout(w);
        Shape shape = w.spec().shape();
        Shape turned = Shape.of(shape.size(1), shape.size(0));
        Layout strides = Layout.of(turned, given.stride(1), given.stride(0));
        return new StepProduct(given, Descs.of(new Spec(turned, w.spec().dtype()), strides), rows);
    }

    private static Layout.Strided layout(Operand w) {
        return w.layout() instanceof Layout.Strided s && Descs.isPlain(w)
                ? s
                : Layout.rowMajor(w.spec().shape());
    }

    /** How the matrix must come. */
    Layout given() {
        return given;
    }

    String implementation() {
        return multiply.implementation();
    }

    /** Takes the matrix for the products to come, until another kernel computes. */
    void begin(MemorySegment w) {
        MemorySegment memory = Scratch.of(packed + working);
        matrix = memory.asSlice(0, packed);
        scratch = memory.asSlice(packed);
        pack.execute(scratch, w, matrix);
    }

    /** {@code y = x w}. */
    void run(MemorySegment x, MemorySegment y) {
        multiply.execute(scratch, x, matrix, y);
    }
}
