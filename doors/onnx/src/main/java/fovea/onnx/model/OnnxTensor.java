package fovea.onnx.model;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Numbers with their ONNX type.
 *
 * @param tensor the numbers, of the type's {@linkplain OnnxType#carrier carrier}
 * @param known a tensor of the same numbers that can be read while {@code tensor} is being traced, or null where there is none
 * @param isSettled whether the numbers depend neither on what the program is given nor on anything that learns
 */
public record OnnxTensor(
        OnnxType type, Tensor tensor, @Nullable Tensor known, boolean isSettled) implements OnnxValue {

    public OnnxTensor {
        if (tensor.dtype() != type.carrier()) {
            throw new IllegalArgumentException(
                    "%s is carried by %s, not by %s".formatted(type, type.carrier(), tensor.dtype())
                            + System.lineSeparator() + "  cast the tensor first");
        }
    }

    public OnnxTensor(OnnxType type, Tensor tensor) {
        this(type, tensor, null, false);
    }

    /** A tensor under the type it has in ONNX. */
    public static OnnxTensor of(Tensor tensor) {
        return new OnnxTensor(OnnxType.of(tensor.dtype()), tensor);
    }

    public static OnnxTensor of(OnnxType type, Shape shape, double... elements) {
        return settled(type, HostNumbers.tensor(new Spec(shape, type.carrier()), elements));
    }

    public static OnnxTensor of(OnnxType type, Shape shape, long... elements) {
        return settled(type, HostNumbers.tensor(new Spec(shape, type.carrier()), elements));
    }

    /** Numbers that depend on nothing the program is given. */
    public static OnnxTensor settled(OnnxType type, Tensor tensor) {
        return new OnnxTensor(type, tensor, tensor, true);
    }

    /** The same numbers, as another reading holds them. */
    public OnnxTensor with(Tensor read) {
        return new OnnxTensor(type, read, known, isSettled);
    }

    public Shape shape() {
        return tensor.shape();
    }

    /** The numbers as whole ones, in row-major order; fractions are cut off. */
    public long[] longs() {
        return HostNumbers.longs(known != null ? known : tensor);
    }

    /** The numbers in double precision, in row-major order. */
    public double[] doubles() {
        return HostNumbers.doubles(known != null ? known : tensor);
    }

    /** The tensor in the type that operators compute in; see {@link OnnxType#computed}. */
    public Tensor computed() {
        DType wide = type.computed();
        return tensor.dtype() == wide ? tensor : tensor.cast(wide);
    }
}
