package fovea.tensor;

import java.lang.foreign.MemorySegment;

/**
 * A multi-dimensional array of numbers, or the promise of one. Its methods are ops, grouped as {@link Elementwise},
 * {@link Formulas}, {@link Activations}, {@link Normalizing}, {@link Reductions}, {@link Scans}, {@link Ordering},
 * {@link Searching}, {@link Movement}, {@link Arrangement}, {@link Indexing}, {@link Contractions}, {@link Products},
 * {@link Convolving}, {@link Pooling}, {@link Imaging}, {@link LinearAlgebra} and {@link Quantizing}. Its static
 * methods make tensors: {@link Creation} from numbers, {@link Joining} from other tensors.
 */
public abstract non-sealed class Tensor extends Joining
        implements Elementwise,
                Formulas,
                Activations,
                Normalizing,
                Reductions,
                Scans,
                Ordering,
                Searching,
                Movement,
                Arrangement,
                Indexing,
                Contractions,
                Products,
                Convolving,
                Pooling,
                Imaging,
                LinearAlgebra,
                Quantizing {
    private final Spec spec;

    protected Tensor(Spec spec) {
        this.spec = spec;
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
