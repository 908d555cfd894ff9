package fovea.format;

import static fovea.format.ElementType.LE_DOUBLE;
import static fovea.format.ElementType.LE_FLOAT;
import static fovea.format.ElementType.LE_INT;
import static fovea.format.ElementType.LE_LONG;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An array as a file holds it: element type, shape, and the elements in C order, little-endian, packed. It cannot be
 * changed. Two are equal when type, shape and bytes are.
 *
 * <p>The data may be memory of this process or a mapped part of a file; in the second case it can be read only until
 * that file is closed.
 */
public final class NdArray {
    private final ElementType type;
    private final long[] shape;
    private final long count;
    private final MemorySegment data;

    private NdArray(ElementType type, long[] shape, MemorySegment data) {
        this.type = type;
        this.shape = shape.clone();
        this.count = ElementType.count(shape);
        this.data = data.asReadOnly();
    }

    /**
     * Wraps little-endian elements in C order, without copying; the caller writes to {@code data} no more.
     *
     * @throws IllegalArgumentException if a size is negative, or {@code data} has another size than the shape
     */
    public static NdArray of(ElementType type, long[] shape, MemorySegment data) {
        if (Arrays.stream(shape).anyMatch(size -> size < 0) || type.bytes(shape) != data.byteSize()) {
            throw new IllegalArgumentException(
                    "%s %s does not describe %d bytes%n  their product × %d must be that, and no size negative"
                            .formatted(type, Arrays.toString(shape), data.byteSize(), type.width()));
        }
        return new NdArray(type, shape, data);
    }

    /**
     * Elements that lie apart or in the other byte order: packed, little-endian and in C order already, they are not
     * copied.
     *
     * @param strides how many elements of {@code data} each axis goes on by, 0 or more
     * @param order of the bytes of an element, or of each part of a complex one
     * @param memory makes writable memory of so many bytes for a copy
     * @throws IllegalArgumentException if {@code data} does not reach as far as shape and strides do
     */
    public static NdArray of(
            ElementType type,
            long[] shape,
            long[] strides,
            ByteOrder order,
            MemorySegment data,
            LongFunction<MemorySegment> memory) {
        Strided strided = new Strided(type, shape, strides);
        if (shape.length != strides.length
                || Arrays.stream(shape).anyMatch(size -> size < 0)
                || Arrays.stream(strides).anyMatch(stride -> stride < 0)
                || strided.extent() > data.byteSize() / type.width()) {
            throw new IllegalArgumentException(
                    "%s %s with strides %s does not fit %d bytes%n  it must not reach beyond them"
                            .formatted(type, Arrays.toString(shape), Arrays.toString(strides), data.byteSize()));
        }
        boolean isTurned = order == ByteOrder.BIG_ENDIAN && type.width() > 1;
        if (strided.isPacked() && !isTurned) {
            return of(type, shape, data.asSlice(0, type.bytes(shape)));
        }
        MemorySegment packed = memory.apply(type.bytes(shape));
        if (strided.isPacked()) {
            packed.copyFrom(data.asSlice(0, packed.byteSize()));
        } else {
            strided.copy(data, packed);
        }
        if (isTurned) {
            type.reverse(packed);
        }
        return of(type, shape, packed);
    }

    /** A copy of {@code elements} as {@code F32}. */
    public static NdArray ofFloats(long[] shape, float... elements) {
        MemorySegment data = allocate(elements.length * 4L);
        MemorySegment.copy(elements, 0, data, LE_FLOAT, 0, elements.length);
        return of(ElementType.F32, shape, data);
    }

    /** A copy of {@code elements} as {@code F64}. */
    public static NdArray ofDoubles(long[] shape, double... elements) {
        MemorySegment data = allocate(elements.length * 8L);
        MemorySegment.copy(elements, 0, data, LE_DOUBLE, 0, elements.length);
        return of(ElementType.F64, shape, data);
    }

    /** A copy of {@code elements} as {@code I64}. */
    public static NdArray ofLongs(long[] shape, long... elements) {
        MemorySegment data = allocate(elements.length * 8L);
        MemorySegment.copy(elements, 0, data, LE_LONG, 0, elements.length);
        return of(ElementType.I64, shape, data);
    }

    /** A copy of {@code elements} as {@code I32}. */
    public static NdArray ofInts(long[] shape, int... elements) {
        MemorySegment data = allocate(elements.length * 4L);
        MemorySegment.copy(elements, 0, data, LE_INT, 0, elements.length);
        return of(ElementType.I32, shape, data);
    }

    /** A copy of {@code elements} as {@code U8}. */
    public static NdArray ofBytes(long[] shape, byte... elements) {
        return of(ElementType.U8, shape, MemorySegment.ofArray(elements.clone()));
    }

    /** Zeroed memory of the Java heap, aligned to 8 bytes and not bound to the 2 GiB of a {@code byte[]}. */
    static MemorySegment allocate(long bytes) {
        return MemorySegment.ofArray(new long[Math.toIntExact(Math.ceilDiv(bytes, 8L))])
                .asSlice(0, bytes);
    }

    public ElementType type() {
        return type;
    }

    /** The sizes of all axes, as a copy. */
    public long[] shape() {
        return shape.clone();
    }

    /** How many axes there are; 0 for a single number. */
    public int rank() {
        return shape.length;
    }

    /** The size of one axis, counted from 0. */
    public long size(int axis) {
        return shape[axis];
    }

    /** How many elements there are: the product of all sizes. */
    public long count() {
        return count;
    }

    /** The elements' bytes, read-only: little-endian, C order, packed, perhaps not aligned. */
    public MemorySegment data() {
        return data;
    }

    /** The elements as floats, each rounded once to nearest where its type holds more. */
    public float[] toFloats() {
        float[] y = new float[length()];
        if (type == ElementType.F32) {
            MemorySegment.copy(data, LE_FLOAT, 0, y, 0, y.length);
        } else {
            for (int i = 0; i < y.length; i++) {
                y[i] = type.singleAt(data, i);
            }
        }
        return y;
    }

    /** The elements as doubles; only {@code I64} and {@code U64} beyond 2⁵³ are rounded. */
    public double[] toDoubles() {
        double[] y = new double[length()];
        for (int i = 0; i < y.length; i++) {
            y[i] = type.realAt(data, i);
        }
        return y;
    }

    /**
     * The elements of a complex type, each as its real and then its imaginary part.
     *
     * @throws IllegalStateException for elements of another type
     */
    public double[] toParts() {
        checkLength(2 * count);
        double[] y = new double[(int) (2 * count)];
        for (int i = 0; i < y.length; i++) {
            y[i] = type.partAt(data, i);
        }
        return y;
    }

    /**
     * The elements of a whole-number type or {@code BOOL} (0 and 1).
     *
     * @throws IllegalStateException for floating-point elements
     * @throws ArithmeticException for an element beyond {@code long}
     */
    public long[] toLongs() {
        long[] y = new long[length()];
        for (int i = 0; i < y.length; i++) {
            y[i] = type.wholeAt(data, i);
        }
        return y;
    }

    /**
     * The elements of a whole-number type or {@code BOOL} (0 and 1), such as labels.
     *
     * @throws IllegalStateException for floating-point elements
     * @throws ArithmeticException for an element beyond {@code int}
     */
    public int[] toInts() {
        int[] y = new int[length()];
        for (int i = 0; i < y.length; i++) {
            long element = type.wholeAt(data, i);
            if (element != (int) element) {
                throw new ArithmeticException(
                        "element %d is %d, beyond an int%n  read it with toLongs()".formatted(i, element));
            }
            y[i] = (int) element;
        }
        return y;
    }

    /** The stored bytes, as they are: one per element for {@code U8}, {@code I8} and {@code BOOL}. */
    public byte[] toBytes() {
        checkLength(data.byteSize());
        return data.toArray(ValueLayout.JAVA_BYTE);
    }

    /** Writes the elements' bytes. */
    void writeTo(OutputStream out) throws IOException {
        byte[] chunk = new byte[1 << 16];
        for (long at = 0; at < data.byteSize(); at += chunk.length) {
            int n = (int) Math.min(chunk.length, data.byteSize() - at);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, n);
            out.write(chunk, 0, n);
        }
    }

    private int length() {
        checkLength(count);
        return (int) count;
    }

    private void checkLength(long n) {
        if (n > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(
                    "%s is too long for one Java array%n  read it in pieces from data()".formatted(this));
        }
        if (!data.scope().isAlive()) {
            throw new IllegalStateException(
                    "%s was read after its file was closed%n  copy what you need before closing it".formatted(this));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NdArray that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && data.mismatch(that.data) == -1;
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Arrays.hashCode(shape); // not the elements: they may be gigabytes on a disk
    }

    /** Type and shape, such as {@code F32 [3, 4]}. */
    @Override
    public String toString() {
        return type + " " + Arrays.toString(shape);
    }
}
