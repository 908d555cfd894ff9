package fovea.onednn;

import fovea.tensor.Binary;
import fovea.tensor.Comparison;
import fovea.tensor.Division;
import fovea.tensor.Joint;
import fovea.tensor.Op;
import fovea.tensor.Rounding;
import fovea.tensor.Special;
import fovea.tensor.Trigonometric;
import fovea.tensor.Unary;
import fovea.tensor.Whole;

/** One element-wise op over a block, as a loop so plain that the JIT vectorizes it. */
@FunctionalInterface
interface Loop {

    /** Twice this takes every positive number, however small, to 1 or more. */
    float HUGE = 3e38f;

    void run(float[] a, float[] b, float[] y, int n);

    static Loop of(Op op) {
        return switch (op) {
            case Unary u -> of(u);
            case Binary b -> of(b);
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
            case Unary.Exp _, Unary.Log _, Unary.Tanh _, Unary.Sigmoid _, Trigonometric _, Rounding _, Special _ ->
                (a, _, y, n) -> {
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
                (x, z, y, n) -> {
                    for (int i = 0; i < n; i++) {
                        y[i] = (float) b.f(x[i], z[i]);
                    }
                };
        };
    }

    private static Loop affine(float scale, float shift) {
        if (shift == 0) {
            return (a, _, y, n) -> scale(a, y, n, scale);
        }
        return (a, _, y, n) -> affine(a, y, n, scale, shift);
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

    private static void abs(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(a[i]);
        }
    }

    private static void relu(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], 0f);
        }
    }

    private static void sqrt(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = (float) Math.sqrt(a[i]);
        }
    }

    private static void reciprocal(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = 1 / a[i];
        }
    }

    private static void add(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    }

    private static void sub(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] - b[i];
        }
    }

    private static void mul(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * b[i];
        }
    }

    private static void div(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] / b[i];
        }
    }

    private static void maximum(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], b[i]);
        }
    }

    private static void minimum(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.min(a[i], b[i]);
        }
    }

    /** A choice between two numbers is not vectorized (JDK 25); minimum, maximum and product are. */
    private static void wherePositive(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * Math.min(Math.max(b[i], 0f) * HUGE * HUGE, 1f);
        }
    }

    private static void equal(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] == b[i] ? 1 : 0;
        }
    }

    private static void less(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] < b[i] ? 1 : 0;
        }
    }

    private static void lessEqual(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] <= b[i] ? 1 : 0;
        }
    }
}
