package fovea.onednn;

import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Division;
import fovea.tensor.Joint;
import fovea.tensor.Op;
import fovea.tensor.Rounding;
import fovea.tensor.Special;
import fovea.tensor.Trigonometric;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import fovea.tensor.Whole;

/** One element-wise op over a block, as a loop so plain that the JIT vectorizes it. */
@FunctionalInterface
interface Loop {

    void run(float[] a, float[] b, float[] c, float[] y, int n);

    static Loop of(Op op) {
        return switch (op) {
            case Unary u -> of(u);
            case Binary b -> of(b);
            case Where _ -> Loop::where;
            case Cast(DType to) -> to == DType.BF16 ? Loop::bf16 : (a, _, _, y, n) -> System.arraycopy(a, 0, y, 0, n);
            default -> throw new IllegalArgumentException(op + " is not element-wise");
        };
    }

    private static Loop of(Unary u) {
        return switch (u) {
            case Unary.Affine(double scale, double shift) -> affine((float) scale, (float) shift);
            case Unary.Relu _ -> Loop::relu;
            case Unary.Sqrt _ -> Loop::sqrt;
            case Unary.Reciprocal _ -> Loop::reciprocal;
            case Unary.Abs _ -> Loop::abs;
            case Unary.Exp _ -> Loop::exp;
            case Unary.Log _ -> Loop::log;
            case Unary.Tanh _ -> Loop::tanh;
            case Unary.Sigmoid _ -> Loop::sigmoid;
            case Special.Expm1 _ -> Loop::expm1;
            case Special.Log1p _ -> Loop::log1p;
            case Special.Softplus _ -> Loop::softplus;
            case Special.Erf _ -> Loop::erf;
            case Special.Erfc _ -> Loop::erfc;
            case Trigonometric _, Rounding _, Special _ ->
                (a, _, _, y, n) -> {
                    for (int i = 0; i < n; i++) {
                        y[i] = (float) u.f(a[i]);
                    }
                };
        };
    }

    private static Loop of(Binary b) {
        return switch (b) {
            case Binary.Add _ -> Loop::add;
            case Binary.Sub _ -> Loop::sub;
            case Binary.Mul _ -> Loop::mul;
            case Binary.Div _ -> Loop::div;
            case Binary.Maximum _ -> Loop::maximum;
            case Binary.WherePositive _ -> Loop::wherePositive;
            case Binary.Minimum _ -> Loop::minimum;
            case Comparison.Equal _ -> Loop::equal;
            case Comparison.Less _ -> Loop::less;
            case Comparison.LessEqual _ -> Loop::lessEqual;
            case Binary.Pow _, Binary.Atan2 _, Binary.Fmod _, Binary.Remainder _, Division _, Joint _, Whole _ ->
                (x, z, _, y, n) -> {
                    for (int i = 0; i < n; i++) {
                        y[i] = (float) b.f(x[i], z[i]);
                    }
                };
        };
    }

    private static Loop affine(float scale, float shift) {
        if (shift == 0) {
            return (a, _, _, y, n) -> scale(a, y, n, scale);
        }
        return (a, _, _, y, n) -> affine(a, y, n, scale, shift);
    }

    private static void scale(float[] a, float[] y, int n, float scale) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * scale;
        }
    }

    private static void affine(float[] a, float[] y, int n, float scale, float shift) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * scale + shift;
        }
    }

    private static void abs(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(a[i]);
        }
    }

    private static void relu(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], 0f);
        }
    }

    private static void sqrt(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = (float) Math.sqrt(a[i]);
        }
    }

    private static void reciprocal(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = 1 / a[i];
        }
    }

    private static void add(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void sub(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void mul(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * b[i];
        }
    }

    private static void div(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] / b[i];
        }
    }

    private static void maximum(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], b[i]);
        }
    }

    private static void minimum(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.min(a[i], b[i]);
        }
    }

    private static void wherePositive(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.wherePositive(a[i], b[i]);
        }
    }

    private static void where(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.where(a[i], b[i], c[i]);
        }
    }

    private static void equal(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] == b[i] ? 1 : 0;
        }
    }

    private static void less(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] < b[i] ? 1 : 0;
        }
    }

    private static void lessEqual(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] <= b[i] ? 1 : 0;
        }
    }

    private static void bf16(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.bf16(a[i]);
        }
    }

    static void exp(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.exp(a[i]);
        }
    }

    private static void log(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.log(a[i]);
        }
    }

    private static void tanh(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.tanh(a[i]);
        }
    }

    private static void sigmoid(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.sigmoid(a[i]);
        }
    }

    private static void expm1(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.expm1(a[i]);
        }
    }

    private static void log1p(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.log1p(a[i]);
        }
    }

    private static void softplus(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.softplus(a[i]);
        }
    }

    private static void erf(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.erf(a[i]);
        }
    }

    private static void erfc(float[] a, float[] b, float[] c, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Lanes.erfc(a[i]);
        }
    }
}
