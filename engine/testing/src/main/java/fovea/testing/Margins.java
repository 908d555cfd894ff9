package fovea.testing;

import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Division;
import fovea.tensor.Finding;
import fovea.tensor.Interpreter;
import fovea.tensor.Joint;
import fovea.tensor.Max;
import fovea.tensor.MaxPool;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Rounding;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.Arrays;

/**
 * A reading in {@code f64} that refuses what would not come out alike in {@code f32}: steps that decide something about numbers nearer to
 * each other than roundings may move them, and numbers too large. Numbers that are equal count as equal in every precision.
 */
final class Margins implements Overlay {
    /** The least distance from a kink, by the size of the numbers or 1. */
    private static final double LEAST = 3e-5;

    private static final double LARGEST = 1e4;

    /** The least distance, in units of the last place, of a number from where rounding to a narrow type changes direction. */
    private static final double TIE = 0.02;

    private final Interpreter around;

    Margins(Interpreter around) {
        this.around = around;
    }

    /** The program is no good: the same ops on other numbers may be. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public Interpreter around() {
        return around;
    }

    @Override
    public Tensor[] apply(Op op, Tensor... x) {
        if (x.length > 0 && x[0].dtype().isFloating()) {
            decide(op, x);
        }
        Tensor[] y = around.apply(op, x);
        for (Tensor t : y) {
            if (t.dtype() == DType.F64) {
                for (double e : values(t)) {
                    refuseIf(!(Math.abs(e) <= LARGEST), op);
                }
            }
        }
        return y;
    }

    /** The elements, whatever their type, in row-major order. */
    double[] values(Tensor t) {
        return (t.dtype() == DType.F64 ? t : around.apply(new Cast(DType.F64), t)[0]).toDoubles();
    }

    private void decide(Op op, Tensor... x) {
        switch (op) {
            case Unary.Relu _, Unary.Abs _, Rounding.Sign _ -> each(op, values(x[0]), v -> v);
            case Rounding.Round _ -> each(op, values(x[0]), v -> v - Math.floor(v) - 0.5);
            case Rounding _ -> each(op, values(x[0]), v -> v - Math.rint(v));
            case Comparison _, Binary.Maximum _, Binary.Minimum _ -> apart(op, values(x[0]), values(x[1]));
            case Binary.WherePositive _, Joint.Copysign _ -> each(op, values(x[1]), v -> v);
            case Binary.Fmod _, Binary.Remainder _, Division _ -> quotients(op, values(x[0]), values(x[1]));
            case Max _,
                    MaxPool _,
                    MaxPool.Largest _,
                    Finding.ArgMax _,
                    Finding.CumMax _,
                    Finding.Sort _,
                    Finding.LargestIndex _ -> distinct(op, values(x[0]));
            case Finding.SearchSorted _ -> distinct(op, joined(values(x[0]), values(x[1])));
            case Cast(DType to) -> rounded(op, values(x[0]), to);
            default -> {}
        }
    }

    private interface Distance {
        double of(double v);
    }

    private static void each(Op op, double[] x, Distance distance) {
        for (double v : x) {
            refuseIf(isNear(distance.of(v), v), op);
        }
    }

    private static void apart(Op op, double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            refuseIf(isNear(a[i] - b[i], a[i]), op);
        }
    }

    private static void quotients(Op op, double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            double q = a[i] / b[i];
            refuseIf(b[i] != 0 && Math.abs(b[i]) < LEAST, op);
            refuseIf(isNear(q - Math.rint(q), q), op);
        }
    }

    private static void distinct(Op op, double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            refuseIf(isNear(sorted[i] - sorted[i - 1], sorted[i]), op);
        }
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static void rounded(Op op, double[] x, DType to) {
        switch (to) {
            case F16 -> each(op, x, v -> tie(v, Float.float16ToFloat(Float.floatToFloat16((float) v)), 11));
            case BF16 -> each(op, x, v -> tie(v, nearest(v, 8), 8));
            case BOOL -> each(op, x, v -> v);
            case I8, I32, I64, U8 -> each(op, x, v -> v - Math.rint(v));
            case F32, F64 -> {}
        }
    }

    /** 0, which is far enough, unless {@code v} is about as near to its neighbor as to {@code rounded}; then too near. */
    private static double tie(double v, double rounded, int bits) {
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(v), -14) - bits + 1);
        return 0.5 - Math.abs(v - rounded) / unit < TIE ? LEAST / 2 : 0;
    }

    private static double nearest(double v, int bits) {
        double unit = Math.scalb(1.0, Math.getExponent(v) - bits + 1);
        return Math.rint(v / unit) * unit;
    }

    private static boolean isNear(double distance, double size) {
        return distance != 0 && Math.abs(distance) < LEAST * Math.max(1, Math.abs(size));
    }

    private static void refuseIf(boolean bad, Op op) {
        if (bad) {
            throw new Refused(op.toString());
        }
    }
}
