package fovea.tensor;

/**
 * How numbers become small whole ones and back (Jacob et al. 2018, "Quantization and training of neural networks for efficient
 * integer-arithmetic-only inference", equation 1):
 *
 * <pre>  q = min(max(round(x / scale) + zeroPoint, least), most)   x ≈ (q − zeroPoint) · scale</pre>
 *
 * Halves are rounded to the even number; what is out of range stops at its ends. One scale for all, or one for each slice along an axis.
 *
 * <p>Shapes: {@code x [...]} → {@code q [...]}.
 *
 * @param dtype {@code i8} or {@code u8}
 * @param least the smallest whole number used, {@code −128} or {@code 0} unless there are to be fewer bits
 * @param most the largest, {@code 127} or {@code 255}
 * @param scale above 0, floating-point, {@code []} or {@code [C]}; used in x's type
 * @param zeroPoint what 0 becomes, whole numbers from {@code least} to {@code most} of type {@code i32}, shaped as the scale
 * @param axis of x with size C, from 0; not looked at where there is one scale
 */
public record Quantization(DType dtype, int least, int most, Tensor scale, Tensor zeroPoint, int axis) {

    public Quantization {
        if (dtype != DType.I8 && dtype != DType.U8) {
            throw new ShapeException("quantization", "to " + dtype, "numbers are quantized to i8 or u8");
        }
        if (least >= most || least < smallest(dtype) || most > largest(dtype)) {
            throw new ShapeException(
                    "quantization",
                    "from %d to %d in %s".formatted(least, most, dtype),
                    "whole numbers from %d to %d fit".formatted(smallest(dtype), largest(dtype)));
        }
        boolean fits = scale.dtype().isFloating()
                && zeroPoint.dtype() == DType.I32
                && scale.shape().equals(zeroPoint.shape())
                && scale.shape().rank() <= 1
                && axis >= 0;
        if (!fits) {
            throw new ShapeException(
                    "quantization",
                    "the scale is %s and the zero point %s, along axis %d"
                            .formatted(scale.spec(), zeroPoint.spec(), axis),
                    "give a floating-point scale, [] or [C], and an i32 zero point alike; the axis counts from 0");
        }
    }

    /** One scale for all, the whole range of {@code dtype}. */
    public static Quantization of(DType dtype, double scale, int zeroPoint) {
        return of(dtype, Tensor.full(new Spec(Shape.SCALAR, DType.F64), scale), zeroPoint(Shape.SCALAR, zeroPoint));
    }

    /** One scale for all, the whole range of {@code dtype}. */
    public static Quantization of(DType dtype, Tensor scale, Tensor zeroPoint) {
        return perSlice(dtype, scale, zeroPoint, 0);
    }

    /** A scale for each slice along {@code axis}, such as each output channel of a convolution's weights, axis 0. */
    public static Quantization perSlice(DType dtype, Tensor scale, Tensor zeroPoint, int axis) {
        return new Quantization(dtype, smallest(dtype), largest(dtype), scale, zeroPoint, axis);
    }

    /**
     * For numbers from {@code low} to {@code high}: the range, widened to hold 0, is spread over all of {@code dtype}, and 0 becomes a
     * whole number, as padding wants it.
     *
     * @param low floating-point, {@code []} or {@code [C]}
     * @param high alike
     */
    public static Quantization between(DType dtype, Tensor low, Tensor high, int axis) {
        Tensor from = low.minimum(0);
        int least = smallest(dtype);
        int steps = largest(dtype) - least;
        Tensor scale = high.maximum(0).sub(from).div(steps).maximum(LEAST_SCALE);
        Tensor zero = from.div(scale).round().neg().add(least).clamp(least, largest(dtype));
        return perSlice(dtype, scale, zero.cast(DType.I32), axis);
    }

    /** For numbers between {@code ±max(−low, high)}, so that 0 becomes the middle: 0 in {@code i8}, 128 in {@code u8}. */
    public static Quantization symmetric(DType dtype, Tensor low, Tensor high, int axis) {
        Tensor reach = low.neg().maximum(high).maximum(0);
        Tensor scale = reach.div((largest(dtype) - smallest(dtype)) / 2.0).maximum(LEAST_SCALE);
        return perSlice(dtype, scale, zeroPoint(scale.shape(), dtype == DType.I8 ? 0 : 128), axis);
    }

    /** The distance of {@code f32} numbers at 1: smaller scales are not used, PyTorch's. */
    private static final double LEAST_SCALE = Math.ulp(1f);

    /** The same with fewer whole numbers, such as −8 to 7 for four bits. */
    public Quantization within(int least, int most) {
        return new Quantization(dtype, least, most, scale, zeroPoint, axis);
    }

    private static Tensor zeroPoint(Shape shape, int value) {
        return Tensor.full(new Spec(shape, DType.I32), value);
    }

    private static int smallest(DType dtype) {
        return dtype == DType.U8 ? 0 : -128;
    }

    private static int largest(DType dtype) {
        return dtype == DType.U8 ? 255 : 127;
    }

    Tensor quantize(Tensor x) {
        check("quantize", x, x.dtype().isFloating(), "floating-point numbers");
        return rounded(x).clamp(least, most).cast(dtype);
    }

    Tensor dequantize(Tensor q, DType to) {
        check(
                "dequantize",
                q,
                q.dtype() == dtype && to.isFloating(),
                dtype + ", and come back as floating-point numbers");
        return q.cast(to).sub(along(zeroPoint, q, to)).mul(along(scale, q, to));
    }

    /**
     * The numbers as they come back. Within the range rounding counts as the identity, so x has the gradient {@code dy}, outside 0 (Bengio et
     * al. 2013, "Estimating or propagating gradients", section 4); the scale has that of Esser et al. 2020, "Learned step size
     * quantization", equation 3.
     */
    Tensor fake(Tensor x) {
        check("fakeQuantize", x, x.dtype().isFloating(), "floating-point numbers");
        Tensor s = along(scale, x, x.dtype());
        Tensor whole = rounded(x);
        Tensor held =
                whole.clamp(least, most).sub(along(zeroPoint, x, x.dtype())).stopGradient();
        Tensor inside = whole.ge(least).and(whole.le(most));
        // Of value 0: it only carries the gradients, 1 to x and −x/scale to the scale.
        Tensor steps = inside.where(x.div(s), 0).stopGradient();
        Tensor through = inside.where(x, 0).sub(s.mul(steps));
        return held.mul(s).add(through.sub(through.stopGradient()));
    }

    private Tensor rounded(Tensor x) {
        return x.div(along(scale, x, x.dtype())).round().add(along(zeroPoint, x, x.dtype()));
    }

    /** A scale or zero point in a shape that broadcasts to {@code x}. */
    private Tensor along(Tensor of, Tensor x, DType as) {
        if (of.shape().rank() == 0) {
            return of.cast(as);
        }
        int[] sizes = new int[x.shape().rank()];
        java.util.Arrays.fill(sizes, 1);
        sizes[axis] = of.shape().size(0);
        return of.cast(as).reshape(Shape.of(sizes));
    }

    private void check(String operation, Tensor x, boolean fits, String what) {
        if (!fits) {
            throw new ShapeException(operation, "x is " + x.spec(), "it takes " + what);
        }
        if (scale.shape().rank() == 1
                && (axis >= x.shape().rank()
                        || x.shape().size(axis) != scale.shape().size(0))) {
            throw new ShapeException(
                    operation,
                    "x is %s, the scale %s along axis %d".formatted(x.spec(), scale.spec(), axis),
                    "x must have size %d along that axis"
                            .formatted(scale.shape().size(0)));
        }
    }
}
