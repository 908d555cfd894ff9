package fovea.onnx.model;

import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor as a file holds it ({@code TensorProto}).
 *
 * @param data the elements, little-endian and packed, as {@code raw_data} has them; empty for texts
 * @param texts the elements where the type is {@code STRING}
 */
public record OnnxArray(String name, OnnxType type, Shape shape, MemorySegment data, List<String> texts) {
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Bytes that the elements of this type and shape take. */
    public static long bytes(OnnxType type, Shape shape) {
        return Math.ceilDiv(Math.multiplyExact(shape.elements(), (long) type.bits()), 8L);
    }

    /** The elements as a value, copied. */
    public OnnxValue value() {
        if (type == OnnxType.STRING) {
            return new OnnxStrings(shape, texts);
        }
        Spec spec = new Spec(shape, type.carrier());
        return OnnxTensor.settled(
                type,
                switch (type) {
                    case FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT8, UINT8, INT32, INT64, UINT64 -> Tensor.of(spec, data);
                    default -> type.isFloating() ? minis(spec) : wholes(spec);
                });
    }

    private Tensor minis(Spec spec) {
        double[] elements = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = MiniFloat.decode(type, (int) bits(i));
        }
        return HostNumbers.tensor(spec, elements);
    }

    private Tensor wholes(Spec spec) {
        long[] elements = new long[Math.toIntExact(shape.elements())];
        int shift = 64 - type.bits();
        for (int i = 0; i < elements.length; i++) {
            long bits = bits(i) << shift;
            elements[i] = type.isUnsigned() || type == OnnxType.BOOL ? bits >>> shift : bits >> shift;
        }
        return HostNumbers.tensor(spec, elements);
    }

    /** The bits of one element of at most 32 bits; those of less than a byte lie in its lower part first. */
    private long bits(int i) {
        return switch (type.bits()) {
            case 32 -> data.get(I32, 4L * i);
            case 16 -> data.get(I16, 2L * i);
            case 8 -> data.get(ValueLayout.JAVA_BYTE, i) & 0xff;
            default -> {
                int perByte = 8 / type.bits();
                int value = data.get(ValueLayout.JAVA_BYTE, i / perByte) & 0xff;
                yield (value >>> ((i % perByte) * type.bits())) & ((1 << type.bits()) - 1);
            }
        };
    }
}
