package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Operands.alternating;
import static fovea.testing.Operands.condition;
import static fovea.testing.Operands.grid;
import static fovea.testing.Operands.integers;
import static fovea.testing.Operands.labels;
import static fovea.testing.Operands.positive;
import static fovea.testing.Operands.within;
import static fovea.testing.Operands.x;

import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Fill;
import fovea.tensor.Fused;
import fovea.tensor.OneHot;
import fovea.tensor.Rounding;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Special;
import fovea.tensor.Trigonometric;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.util.List;

/** Functions of one, two or three elements. */
final class ElementwiseCases {
    private ElementwiseCases() {}

    static List<Case> elementwise() {
        return List.of(
                of("affine", new Unary.Affine(-1.5, 0.25), x(3, 4)),
                of("exp", new Unary.Exp(), x(3, 4)),
                of("log", new Unary.Log(), positive(3, 4)),
                of("sqrt", new Unary.Sqrt(), positive(3, 4)),
                of("reciprocal", new Unary.Reciprocal(), positive(3, 4)),
                of("tanh", new Unary.Tanh(), x(3, 4)),
                of("tanh of a scalar", new Unary.Tanh(), x()),
                of("sigmoid", new Unary.Sigmoid(), x(3, 4)),
                of("relu", new Unary.Relu(), alternating(3, 4)),
                of("relu of nothing", new Unary.Relu(), x(3, 0, 4)),
                of("add", new Binary.Add(), x(3, 4), x(3, 4)),
                of("sub", new Binary.Sub(), x(3, 4), x(3, 4)),
                of("mul", new Binary.Mul(), x(3, 4), x(3, 4)),
                of("mul of nothing", new Binary.Mul(), x(0), x(0)),
                of("div", new Binary.Div(), x(3, 4), positive(3, 4)),
                of("maximum", new Binary.Maximum(), grid(0, 3, 4), grid(0.1, 3, 4)),
                of("wherePositive", new Binary.WherePositive(), x(3, 4), alternating(3, 4)),
                of("abs", new Unary.Abs(), alternating(3, 4)),
                of("abs of integers", new Unary.Abs(), integers(-9, 9, 3, 4)).withoutGradient(),
                of("affine of integers", new Unary.Affine(-3, 2), integers(-9, 9, 3, 4))
                        .withoutGradient(),
                of("relu of integers", new Unary.Relu(), integers(-9, 9, 3, 4)).withoutGradient(),
                of("minimum", new Binary.Minimum(), grid(0, 3, 4), grid(0.1, 3, 4)),
                of("pow", new Binary.Pow(), positive(3, 4), x(3, 4)),
                of("atan2", new Binary.Atan2(), alternating(3, 4), alternating(3, 4)),
                of("fmod", new Binary.Fmod(), grid(0.1, 3, 4), s -> s.uniform(Shape.of(3, 4), 2, 3)),
                of("remainder", new Binary.Remainder(), grid(0.1, 3, 4), s -> s.uniform(Shape.of(3, 4), 2, 3)),
                of("add integers", new Binary.Add(), integers(-9, 9, 3, 4), integers(-9, 9, 3, 4))
                        .withoutGradient(),
                of("remainder of integers", new Binary.Remainder(), integers(-9, 9, 3, 4), integers(1, 5, 3, 4))
                        .withoutGradient(),
                of("equal", new Comparison.Equal(), grid(0, 3, 4), grid(0.1, 3, 4)),
                of("equal, some equal", new Comparison.Equal(), grid(0, 30), grid(0, 30))
                        .withoutGradient(),
                of("less", new Comparison.Less(), grid(0, 3, 4), grid(0.1, 3, 4)),
                of("less or equal", new Comparison.LessEqual(), grid(0, 30), grid(0, 30))
                        .withoutGradient(),
                of("where", new Where(), condition(3, 4), x(3, 4), x(3, 4)),
                of("cast to f64", new Cast(DType.F64), x(3, 4)),
                of("cast to f32", new Cast(DType.F32), x(3, 4)).withoutGradient(),
                of("cast to i32", new Cast(DType.I32), grid(0.1, 3, 4)).withoutGradient(),
                of("cast to u8", new Cast(DType.U8), s -> s.uniform(Shape.of(3, 4), -300, 300))
                        .withoutGradient(),
                of("cast to f16", new Cast(DType.F16), x(3, 4)).withoutGradient(),
                of("cast to bf16", new Cast(DType.BF16), x(3, 4)).withoutGradient(),
                of("cast to i8", new Cast(DType.I8), s -> s.uniform(Shape.of(3, 4), -300, 300))
                        .withoutGradient(),
                of("cast to i64", new Cast(DType.I64), grid(0.1, 3, 4)).withoutGradient(),
                of("cast to bool", new Cast(DType.BOOL), grid(0, 3, 4)).withoutGradient(),
                of("cast of integers", new Cast(DType.F32), labels(9, 3, 4)).withoutGradient(),
                of("oneHot", new OneHot(4, DType.F32), labels(6, 5)).withoutGradient(),
                of("oneHot of rows", new OneHot(3, DType.F64), labels(3, 2, 2)).withoutGradient(),
                of("fill", new Fill(new Spec(Shape.of(2, 3), DType.F32), 0.3)).withoutGradient(),
                of("fill with integers", new Fill(new Spec(Shape.of(2), DType.I32), 7))
                        .withoutGradient(),
                of("draw", new Draw(new Spec(Shape.of(3, 5), DType.F32), Draw.Distribution.UNIFORM), integers(0, 99, 3))
                        .withoutGradient(),
                of(
                                "draw in f64",
                                new Draw(new Spec(Shape.of(3, 5), DType.F64), Draw.Distribution.NORMAL),
                                integers(0, 99, 3))
                        .withoutGradient(),
                of("fused", chain(), x(3, 5), alternating(3, 5)),
                of("fused with casts", rounding(), x(3, 5)).withoutGradient(),
                of("fused in a plane", chain(), x(2, 3, 4, 2), alternating(2, 3, 4, 2)));
    }

    /** Functions of one element that only the reference computes, or that oneDNN's device leaves to Java's own. */
    static List<Case> functions() {
        return List.of(
                of("sin", new Trigonometric.Sin(), x(3, 4)),
                of("cos", new Trigonometric.Cos(), x(3, 4)),
                of("tan", new Trigonometric.Tan(), x(3, 4)),
                of("asin", new Trigonometric.Asin(), within(0.6, 3, 4)),
                of("acos", new Trigonometric.Acos(), within(0.6, 3, 4)),
                of("atan", new Trigonometric.Atan(), x(3, 4)),
                of("sinh", new Trigonometric.Sinh(), x(3, 4)),
                of("cosh", new Trigonometric.Cosh(), x(3, 4)),
                of("asinh", new Trigonometric.Asinh(), x(3, 4)),
                of("acosh", new Trigonometric.Acosh(), s -> s.uniform(Shape.of(3, 4), 1.5, 3)),
                of("atanh", new Trigonometric.Atanh(), within(0.7, 3, 4)),
                of("floor", new Rounding.Floor(), grid(0.1, 3, 4)),
                of("ceil", new Rounding.Ceil(), grid(0.1, 3, 4)),
                of("round", new Rounding.Round(), grid(0.05, 3, 4)),
                of("trunc", new Rounding.Trunc(), grid(0.1, 3, 4)),
                of("sign", new Rounding.Sign(), alternating(3, 4)),
                of("sign of integers", new Rounding.Sign(), integers(-2, 3, 3, 4))
                        .withoutGradient(),
                of("expm1", new Special.Expm1(), x(3, 4)),
                of("log1p", new Special.Log1p(), within(0.7, 3, 4)),
                of("erf", new Special.Erf(), x(3, 4)),
                of("erfc", new Special.Erfc(), s -> s.uniform(Shape.of(3, 4), -1, 4)),
                of("erfinv", new Special.Erfinv(), within(0.7, 3, 4)),
                of("lgamma", new Special.Lgamma(), positive(3, 4)),
                of("digamma", new Special.Polygamma(0), positive(3, 4)),
                of("trigamma", new Special.Polygamma(1), positive(3, 4)));
    }

    /** {@code e^round(3 a)}, once more rounded, and {@code round(3 a)}. */
    private static Fused rounding() {
        return new Fused(
                1,
                List.of(
                        new Fused.Step(new Cast(DType.F32), 0, 0),
                        new Fused.Step(new Unary.Affine(3, 0), 1, 1),
                        new Fused.Step(new Cast(DType.BF16), 2, 2),
                        new Fused.Step(new Cast(DType.F32), 3, 3),
                        new Fused.Step(new Unary.Exp(), 4, 4),
                        new Fused.Step(new Cast(DType.BF16), 5, 5)),
                List.of(5, 6, 3));
    }

    /** {@code relu(a · b + 2) · a} and {@code a · b}, where a is above b, else b. */
    private static Fused chain() {
        return new Fused(
                2,
                List.of(
                        new Fused.Step(new Binary.Mul(), 0, 1),
                        new Fused.Step(new Unary.Affine(1, 2), 2, 2),
                        new Fused.Step(new Unary.Relu(), 3, 3),
                        new Fused.Step(new Binary.Mul(), 4, 0),
                        new Fused.Step(new Comparison.Less(), 1, 0),
                        new Fused.Step(new Where(), 6, 2, 1)),
                List.of(5, 7));
    }
}
