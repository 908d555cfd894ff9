package fovea.onnx.model;

import fovea.tensor.Shape;

/**
 * A tensor that is 0 but in some places ({@code SparseTensorProto}).
 *
 * @param values {@code [NNZ]}
 * @param indices {@code [NNZ]} of places in row-major order, or {@code [NNZ, rank]}
 */
public record OnnxSparse(OnnxArray values, OnnxArray indices, Shape shape) {

    /** How large one may be, zeros counted. */
    static final int MOST_ELEMENTS = 1 << 24;

    /** The same with all its zeros. */
    public OnnxTensor dense() {
        if (!(values.value() instanceof OnnxTensor some) || !(indices.value() instanceof OnnxTensor at)) {
            throw new IllegalStateException(
                    "a sparse tensor of texts" + System.lineSeparator() + "  give one of numbers");
        }
        double[] elements = new double[Math.toIntExact(shape.elements())];
        double[] given = some.doubles();
        long[] places = at.longs();
        int each = at.shape().rank() == 2 ? shape.rank() : 1;
        for (int i = 0; i < given.length; i++) {
            long place = 0;
            for (int axis = 0; axis < each; axis++) {
                place = place * (each == 1 ? 1 : shape.size(axis)) + places[i * each + axis];
            }
            elements[Math.toIntExact(place)] = given[i];
        }
        return OnnxTensor.of(some.type(), shape, elements);
    }
}
