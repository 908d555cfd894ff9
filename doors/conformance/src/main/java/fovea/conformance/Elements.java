package fovea.conformance;

import fovea.format.ElementType;
import fovea.format.NdArray;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Between arrays of a file and tensors; their types have the same names. */
final class Elements {

    private Elements() {}

    /** A tensor of the same elements and type. */
    static Tensor tensor(NdArray array) {
        Shape shape =
                Shape.of(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
        return Interpreter.current().constant(new Spec(shape, type(array)), array.data());
    }

    private static DType type(NdArray array) {
        return Arrays.stream(DType.values())
                .filter(dtype -> dtype.name().equals(array.type().name()))
                .findFirst()
                .orElseThrow(() -> new CaseException("no tensor holds " + array));
    }

    /** The elements of a tensor, of the same type. */
    static NdArray array(Tensor tensor) {
        byte[] bytes = new byte[Math.toIntExact(tensor.spec().bytes())];
        tensor.copyTo(MemorySegment.ofArray(bytes));
        return NdArray.of(
                ElementType.valueOf(tensor.dtype().name()),
                Arrays.stream(tensor.shape().toArray()).asLongStream().toArray(),
                MemorySegment.ofArray(bytes));
    }
}
