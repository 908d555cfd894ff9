package fovea.onnx.model;

import fovea.tensor.DType;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Elements of tensors as Java's arrays, and back; exact for all 64 bits of whole numbers. */
public final class HostNumbers {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private HostNumbers() {}

    /** A copy of the elements; whole numbers beyond 2⁵³ are rounded. */
    public static double[] doubles(Tensor x) {
        MemorySegment bytes = bytes(x);
        double[] y = new double[Math.toIntExact(x.shape().elements())];
        for (int i = 0; i < y.length; i++) {
            y[i] = real(x.dtype(), bytes, i);
        }
        return y;
    }

    /** A copy of the elements; fractions are cut off. */
    public static long[] longs(Tensor x) {
        MemorySegment bytes = bytes(x);
        long[] y = new long[Math.toIntExact(x.shape().elements())];
        for (int i = 0; i < y.length; i++) {
            y[i] = x.dtype().isFloating() ? (long) real(x.dtype(), bytes, i) : whole(x.dtype(), bytes, i);
        }
        return y;
    }

    private static MemorySegment bytes(Tensor x) {
        MemorySegment bytes =
                MemorySegment.ofArray(new byte[Math.toIntExact(x.spec().bytes())]);
        x.copyTo(bytes);
        return bytes;
    }

    private static double real(DType type, MemorySegment bytes, long i) {
        return switch (type) {
            case F32 -> bytes.get(F32, 4 * i);
            case F64 -> bytes.get(F64, 8 * i);
            case F16 -> Float.float16ToFloat(bytes.get(I16, 2 * i));
            case BF16 -> Float.intBitsToFloat(bytes.get(I16, 2 * i) << 16);
            case I8, I32, I64, U8, BOOL -> whole(type, bytes, i);
        };
    }

    private static long whole(DType type, MemorySegment bytes, long i) {
        return switch (type) {
            case I8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
            case U8, BOOL -> bytes.get(ValueLayout.JAVA_BYTE, i) & 0xff;
            case I32 -> bytes.get(I32, 4 * i);
            case I64 -> bytes.get(I64, 8 * i);
            case F32, F64, F16, BF16 -> throw new IllegalStateException(type + " holds no whole numbers");
        };
    }

    /** A tensor of these elements, rounded to its type. */
    public static Tensor tensor(Spec spec, double... elements) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(spec.bytes())]);
        for (int i = 0; i < elements.length; i++) {
            double x = elements[i];
            switch (spec.dtype()) {
                case F32 -> bytes.set(F32, 4L * i, (float) x);
                case F64 -> bytes.set(F64, 8L * i, x);
                case F16 -> bytes.set(I16, 2L * i, Float.floatToFloat16((float) x));
                case BF16 -> bytes.set(I16, 2L * i, brain((float) x));
                case I8, I32, I64, U8, BOOL -> set(spec.dtype(), bytes, i, (long) x);
            }
        }
        return Tensor.of(spec, bytes);
    }

    /** A tensor of these whole numbers; what leaves the range wraps around. */
    public static Tensor tensor(Spec spec, long... elements) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(spec.bytes())]);
        for (int i = 0; i < elements.length; i++) {
            if (spec.dtype().isFloating()) {
                return tensor(
                        spec, java.util.Arrays.stream(elements).asDoubleStream().toArray());
            }
            set(spec.dtype(), bytes, i, elements[i]);
        }
        return Tensor.of(spec, bytes);
    }

    private static void set(DType type, MemorySegment bytes, long i, long x) {
        switch (type) {
            case I8, U8 -> bytes.set(ValueLayout.JAVA_BYTE, i, (byte) x);
            case BOOL -> bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (x == 0 ? 0 : 1));
            case I32 -> bytes.set(I32, 4 * i, (int) x);
            case I64 -> bytes.set(I64, 8 * i, x);
            case F32, F64, F16, BF16 -> throw new IllegalStateException(type + " holds no whole numbers");
        }
    }

    /** To nearest, ties to even; not-a-number stays one. */
    private static short brain(float x) {
        int bits = Float.floatToRawIntBits(x);
        return Float.isNaN(x) ? (short) 0x7fc0 : (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
}
