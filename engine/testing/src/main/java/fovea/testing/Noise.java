package fovea.testing;

import fovea.tensor.BatchNorm;
import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.Conv;
import fovea.tensor.CumSum;
import fovea.tensor.DType;
import fovea.tensor.Division;
import fovea.tensor.Draw;
import fovea.tensor.Fill;
import fovea.tensor.IndexAdd;
import fovea.tensor.Interpreter;
import fovea.tensor.MatMul;
import fovea.tensor.Max;
import fovea.tensor.MaxPool;
import fovea.tensor.OneHot;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Rounding;
import fovea.tensor.Shape;
import fovea.tensor.Split;
import fovea.tensor.Sum;
import fovea.tensor.SumPool;
import fovea.tensor.Take;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A reading in {@code f64} that moves every result by as much as a device that computes in {@code f32} may: a few roundings, of the element
 * where each is a function of a few numbers, of the largest there can be where it is a sum, times the root of the number of terms. How far
 * the end of a program then lies from where it is without says how far it may lie on a device.
 */
final class Noise implements Overlay {
    /** Roundings that one op may be off by; oneDNN's exponentials are off by up to 8. */
    private static final double ROUNDINGS = 4 * 0x1p-23;

    /** The last 12 bits of a significand of 24. */
    private static final int SECOND_HALF = 0xFFF;

    private final Interpreter around;
    private final long salt;
    private final boolean leaning;
    private final Set<Class<?>> seen;

    /**
     * @param salt another gives other noise
     * @param leaning whether all results of an op are off to the same side, as some kernels' are: such errors add up
     * @param seen gets the classes of the ops carried out
     */
    Noise(Interpreter around, long salt, boolean leaning, Set<Class<?>> seen) {
        this.around = around;
        this.salt = salt;
        this.leaning = leaning;
        this.seen = seen;
    }

    @Override
    public Interpreter around() {
        return around;
    }

    @Override
    public Tensor[] apply(Op op, Tensor... x) {
        seen.add(op.getClass());
        Tensor[] y = around.apply(op, x);
        for (int i = 0; i < y.length; i++) {
            if (y[i].dtype() == DType.F64 && y[i].shape().elements() > 0 && !isExact(op)) {
                y[i] = moved(op, x, y[i]);
            }
        }
        return y;
    }

    private Tensor moved(Op op, Tensor[] x, Tensor y) {
        double[] values = y.toDoubles();
        double common = common(op, x, y);
        int side = op.getClass().getName().hashCode();
        boolean exactly = common == 0 || Arrays.stream(x).allMatch(Noise::isShort);
        double[] noise = new double[values.length];
        Arrays.setAll(noise, i -> {
            // What f32 holds of f64 to the last bit is whole numbers and their like, which come out exactly there; of
            // what is made
            // of larger numbers only if it holds those, and their sums, too.
            if (exactly && (float) values[i] == values[i]) {
                return 0;
            }
            // By the number, not by its place: what is equal stays equal.
            long drawn = mixed(Double.doubleToLongBits(values[i]) + salt);
            long sign = leaning ? mixed(side + salt) : drawn;
            return (Math.abs(values[i]) + common)
                    * ROUNDINGS
                    * (0.5 + (drawn >>> 12) * 0x1p-53)
                    * ((sign & 1) == 0 ? 1 : -1);
        });
        return around.apply(new Binary.Add(), y, Tensor.of(y.shape(), noise))[0];
    }

    private static long mixed(long bits) {
        return new SplittableRandom(bits).nextLong();
    }

    /** Whether half the bits of an f32 hold each number: products of two such are exact, and sums of not too many. */
    private static boolean isShort(Tensor t) {
        return t.dtype() != DType.F64
                || Arrays.stream(t.toDoubles())
                        .allMatch(v -> (float) v == v && (Float.floatToRawIntBits((float) v) & SECOND_HALF) == 0);
    }

    /** Whether no number comes out that did not go in. */
    private static boolean isExact(Op op) {
        return switch (op) {
            case Comparison _, Division _, Rounding _, Unary.Relu _, Unary.Abs _ -> true;
            case Binary.Maximum _, Binary.Minimum _, Binary.WherePositive _ -> true;
            case Where _,
                    Cast _,
                    Max _,
                    MaxPool _,
                    MaxPool.Largest _,
                    MaxPool.Pick _,
                    Take _,
                    OneHot _,
                    Fill _,
                    Draw _ -> true;
            case fovea.tensor.Reshape _, fovea.tensor.Permute _, fovea.tensor.Expand _, fovea.tensor.Slice _, Split _ ->
                true;
            case fovea.tensor.Pad _, fovea.tensor.Concat _, fovea.tensor.Alias _ -> true;
            default -> false;
        };
    }

    /** What each element may be off by besides its own rounding, in roundings: that of the numbers it is made of. */
    private static double common(Op op, Tensor[] x, Tensor y) {
        return switch (op) {
            case Unary.Affine line -> Math.abs(line.shift());
            case Unary _, Binary _ -> 0;
            case Sum _, CumSum _, IndexAdd _, SumPool _, SumPool.Gradient _ ->
                largest(x[0]) * root(x[0].shape(), Shape.SCALAR, y.shape());
            case MaxPool.Scatter _ -> largest(x[0]);
            case MatMul _, Conv _, Conv.InputGradient _, Conv.WeightGradient _ ->
                largest(x[0]) * largest(x[1]) * Math.sqrt(root(x[0].shape(), x[1].shape(), y.shape()));
            case BatchNorm _, BatchNorm.Gradient _ ->
                Math.max(largest(y), Math.max(largest(x[0]), largest(x[1])))
                        * (y.shape().rank() == 1 ? root(x[0].shape(), Shape.SCALAR, y.shape()) : 1);
            default -> largest(y);
        };
    }

    private static double root(Shape a, Shape b, Shape y) {
        return Math.sqrt(Math.max(1.0, a.elements() * (double) b.elements() / y.elements()));
    }

    private static double largest(Tensor t) {
        return t.dtype() == DType.F64
                ? Arrays.stream(t.toDoubles()).map(Math::abs).max().orElse(0)
                : 0;
    }
}
