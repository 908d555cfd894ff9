package fovea.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution or matrix product of small whole numbers, scaled, finished and stored as small whole numbers again (Jacob et al. 2018,
 * "Quantization and training of neural networks for efficient integer-arithmetic-only inference", section 2.4). The graph compiler makes
 * these; people need not.
 *
 * <pre>  y = store(f(scale[o] · op(x, w) + bias[o] + share · z))</pre>
 *
 * where {@code op(x, w)} is a sum of whole numbers, exact in 32 bits, and {@code store} rounds halves to the even number and stops at the
 * ends of the type. What {@code x}, {@code w}, {@code z} and {@code y} stand for are multiples of scales of theirs; all of these are in
 * {@code scale}, {@code bias} and {@code share}, and so no number is scaled twice.
 *
 * <p>Shapes: {@code x} of {@code i8} or {@code u8} and {@code w} of {@code i8} as {@code op} wants them, {@code scale [O]} and {@code bias
 * [O]} of {@code f32} (one number a channel, or a column of a product), {@code z} of {@code i8} or {@code u8} as the result.
 *
 * <p>Kernels: oneDNN {@code convolution} and {@code matmul} of 8 bits.
 *
 * @param op a {@link Conv} or {@link MatMul}
 * @param biased whether the fourth input is a bias
 * @param added whether the last input is added to the result
 * @param share what the addend is multiplied by; 1 where there is none
 * @param rectified whether {@code f} is the rectifier and not the identity
 * @param to {@code i8}, {@code u8}, or {@code f32} where nothing is added: then nothing is rounded
 */
public record Quantized(Op op, boolean biased, boolean added, double share, boolean rectified, DType to)
        implements Composite {

    public Quantized {
        if (!(op instanceof Conv) && !(op instanceof MatMul)) {
            throw new IllegalArgumentException(op + " is neither a convolution nor a product");
        }
        if (!isByte(to) && (to != DType.F32 || added)) {
            throw new IllegalArgumentException("a quantized " + op.label() + " is not stored as " + to);
        }
    }

    /** {@code scale · op(x, w)}, in single precision. */
    public static Quantized of(Op op) {
        return new Quantized(op, false, false, 1, false, DType.F32);
    }

    public Quantized withBias() {
        return new Quantized(op, true, added, share, rectified, to);
    }

    /** With an addend; for a result of 8 bits. */
    public Quantized withAddition(double share) {
        return new Quantized(op, biased, true, share, rectified, to);
    }

    public Quantized withRectifier() {
        return new Quantized(op, biased, added, share, true, to);
    }

    public Quantized to(DType to) {
        return new Quantized(op, biased, added, share, rectified, to);
    }

    /** The axis along which scales and bias lie. */
    public int channels(Shape y) {
        return op instanceof Conv ? 1 : y.rank() - 1;
    }

    static boolean isByte(DType dtype) {
        return dtype == DType.I8 || dtype == DType.U8;
    }

    @Override
    public Spec[] infer(Spec... x) {
        if (!isByte(x[0].dtype()) || x[1].dtype() != DType.I8) {
            throw new ShapeException(
                    label(), "x is " + x[0] + " and w is " + x[1], "x must be of type i8 or u8, and w of i8");
        }
        Shape y = op.infer(single(x[0]), single(x[1]))[0].shape();
        Spec line = Spec.f32(Shape.of(y.size(channels(y))));
        boolean fits = x[2].equals(line) && (!biased || x[3].equals(line));
        if (added) {
            Spec z = x[x.length - 1];
            fits &= z.shape().equals(y) && isByte(z.dtype());
        }
        if (!fits) {
            List<Spec> rest = new ArrayList<>(Arrays.asList(x).subList(2, x.length));
            throw new ShapeException(
                    label(),
                    "x is " + x[0] + ", w is " + x[1] + ", and with them come " + rest,
                    "scale" + (biased ? " and bias" : "") + " must be " + line
                            + (added ? ", and the addend " + y + " of type i8 or u8" : ""));
        }
        return new Spec[] {new Spec(y, to)};
    }

    private static Spec single(Spec x) {
        return Spec.f32(x.shape());
    }

    @Override
    public Tensor[] definition(Tensor... x) {
        Tensor y = op.apply(x[0].cast(DType.F32), x[1].cast(DType.F32));
        y = y.mul(along(x[2], y.shape()));
        if (biased) {
            y = y.add(along(x[3], y.shape()));
        }
        if (added) {
            y = y.add(x[x.length - 1].cast(DType.F32).mul(share));
        }
        y = rectified ? y.relu() : y;
        return new Tensor[] {to == DType.F32 ? y : y.round().cast(to)};
    }

    private Tensor along(Tensor line, Shape y) {
        int[] sizes = new int[y.rank()];
        Arrays.fill(sizes, 1);
        sizes[channels(y)] = line.shape().size(0);
        return line.reshape(Shape.of(sizes));
    }
}
