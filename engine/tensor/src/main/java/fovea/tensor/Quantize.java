package fovea.tensor;

/**
 * Numbers as small whole ones, 0 staying 0: {@code q = min(max(round(x / scale), least), most)} with the ends of the type. Halves are
 * rounded to the even number; what not-a-number becomes is left to the device. One kernel for what {@link Quantization#of} with zero point
 * 0 says in several ops; the graph compiler makes these.
 *
 * <p>Shapes: {@code x [...]} of type {@code f32} → {@code q [...]}.
 *
 * <p>Kernels: oneDNN {@code reorder}.
 *
 * @param scale above 0
 * @param to {@code i8} or {@code u8}
 */
public record Quantize(double scale, DType to) implements Composite {

    public Quantize {
        if (!(scale > 0) || !Quantized.isByte(to)) {
            throw new IllegalArgumentException("steps of " + scale + " in " + to + System.lineSeparator()
                    + "  the scale must be above 0, and the type i8 or u8");
        }
    }

    @Override
    public Spec[] infer(Spec... x) {
        if (x[0].dtype() != DType.F32) {
            throw new ShapeException(label(), "x is " + x[0], "it takes f32; x.cast(DType.F32) would fit");
        }
        return new Spec[] {new Spec(x[0].shape(), to)};
    }

    @Override
    public Tensor[] definition(Tensor... x) {
        return new Tensor[] {x[0].mul(1 / scale).round().cast(to)};
    }
}
