package fovea.tensor;

import java.lang.foreign.MemorySegment;

/**
 * A multi-dimensional array of numbers, or the promise of one. Its methods are ops, grouped as {@link Elementwise},
 * {@link Activations}, {@link Reductions}, {@link Movement}, {@link Indexing}, {@link Contractions},
 * {@link Convolving}, {@link Pooling}, {@link Imaging}, {@link LinearAlgebra} and {@link Quantizing}.
 */
public abstract non-sealed class Tensor
        implements Elementwise,
                Activations,
                Reductions,
                Movement,
                Indexing,
                Contractions,
                Convolving,
                Pooling,
                Imaging,
                LinearAlgebra,
                Quantizing {
    private final Spec spec;

    protected Tensor(Spec spec) {
        this.spec = spec;
    }

    /** A tensor of these elements, in row-major order. */
    public static Tensor of(Shape shape, float... elements) {
        return host("of", Spec.f32(shape), elements.length, MemorySegment.ofArray(elements));
    }

    /** A vector of these elements, shape {@code [n]}. */
    public static Tensor of(float... elements) {
        return of(Shape.of(elements.length), elements);
    }

    /** A tensor of these {@code f64} elements, in row-major order. */
    public static Tensor of(Shape shape, double... elements) {
        return host("of", new Spec(shape, DType.F64), elements.length, MemorySegment.ofArray(elements));
    }

    /** A tensor of these {@code i32} elements, in row-major order; labels, for example. */
    public static Tensor of(Shape shape, int... elements) {
        return host("of", new Spec(shape, DType.I32), elements.length, MemorySegment.ofArray(elements));
    }

    /** A tensor of these {@code i64} elements, in row-major order. */
    public static Tensor of(Shape shape, long... elements) {
        return host("of", new Spec(shape, DType.I64), elements.length, MemorySegment.ofArray(elements));
    }

    /** A tensor of these {@code bool} elements, in row-major order. */
    public static Tensor of(Shape shape, boolean... elements) {
        byte[] bytes = new byte[elements.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (elements[i] ? 1 : 0);
        }
        return host("of", new Spec(shape, DType.BOOL), bytes.length, MemorySegment.ofArray(bytes));
    }

    /** A tensor of elements in memory, row-major and little-endian; they are copied. */
    public static Tensor of(Spec spec, MemorySegment elements) {
        if (elements.byteSize() != spec.bytes()) {
            throw new ShapeException(
                    "of", elements.byteSize() + " bytes for " + spec, spec + " takes " + spec.bytes() + " bytes");
        }
        return Interpreter.current().constant(spec, elements);
    }

    /** One number, shape {@code []}. */
    public static Tensor scalar(double value) {
        return full(Shape.SCALAR, value);
    }

    public static Tensor zeros(Shape shape) {
        return full(shape, 0);
    }

    public static Tensor ones(Shape shape) {
        return full(shape, 1);
    }

    /** {@code f32} of one number throughout. */
    public static Tensor full(Shape shape, double value) {
        return new Fill(Spec.f32(shape), value).apply();
    }

    /** One number throughout, of this shape and type. */
    public static Tensor full(Spec spec, double value) {
        return new Fill(spec, value).apply();
    }

    private static Tensor host(String operation, Spec spec, int given, MemorySegment elements) {
        if (spec.shape().elements() != given) {
            throw new ShapeException(
                    operation,
                    given + " elements for " + spec.shape(),
                    spec.shape() + " holds " + spec.shape().elements());
        }
        return Interpreter.current().constant(spec, elements);
    }

    public final Spec spec() {
        return spec;
    }

    public final Shape shape() {
        return spec.shape();
    }

    public final DType dtype() {
        return spec.dtype();
    }

    /** Copies the elements, in row-major order and little-endian, to {@code target} of {@code spec().bytes()} bytes. */
    public abstract void copyTo(MemorySegment target);

    /** A copy of the {@code f32} elements in row-major order. */
    public final float[] toArray() {
        float[] elements = new float[count(DType.F32)];
        copyTo(MemorySegment.ofArray(elements));
        return elements;
    }

    /** A copy of the {@code f64} elements in row-major order. */
    public final double[] toDoubles() {
        double[] elements = new double[count(DType.F64)];
        copyTo(MemorySegment.ofArray(elements));
        return elements;
    }

    /** A copy of the {@code i32} elements in row-major order. */
    public final int[] toInts() {
        int[] elements = new int[count(DType.I32)];
        copyTo(MemorySegment.ofArray(elements));
        return elements;
    }

    /** A copy of the {@code i64} elements in row-major order. */
    public final long[] toLongs() {
        long[] elements = new long[count(DType.I64)];
        copyTo(MemorySegment.ofArray(elements));
        return elements;
    }

    /** A copy of the {@code bool} elements in row-major order. */
    public final boolean[] toBooleans() {
        byte[] bytes = new byte[count(DType.BOOL)];
        copyTo(MemorySegment.ofArray(bytes));
        boolean[] elements = new boolean[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            elements[i] = bytes[i] != 0;
        }
        return elements;
    }

    private int count(DType as) {
        if (dtype() != as) {
            throw new ShapeException("read", "the tensor is " + spec, "cast(DType." + as.name() + ") would fit");
        }
        return Math.toIntExact(shape().elements());
    }

    /** The one element of a tensor that has one. */
    public final double item() {
        if (shape().elements() != 1) {
            throw new ShapeException("item", "the shape is " + shape(), "only one element has an item");
        }
        return switch (dtype()) {
            case F32 -> toArray()[0];
            case F64 -> toDoubles()[0];
            case I64 -> toLongs()[0];
            case F16, BF16, I8, I32, U8, BOOL -> cast(DType.F64).toDoubles()[0];
        };
    }
}
