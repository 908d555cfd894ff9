package fovea.tensor;

/** What is known of a tensor before it is computed: its shape and the type of its elements. */
public record Spec(Shape shape, DType dtype) {

    public static Spec f32(Shape shape) {
        return new Spec(shape, DType.F32);
    }

    public Spec with(Shape shape) {
        return new Spec(shape, dtype);
    }

    /** Bytes of all elements, densely packed. */
    public long bytes() {
        return Math.multiplyExact(shape.elements(), dtype.bytes());
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
