package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Case.program;

import fovea.tensor.Axes;
import fovea.tensor.BatchNorm;
import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Conv2d;
import fovea.tensor.DType;
import fovea.tensor.Expand;
import fovea.tensor.Fill;
import fovea.tensor.Fused;
import fovea.tensor.LogSoftmax;
import fovea.tensor.MatMul;
import fovea.tensor.Max;
import fovea.tensor.MaxPool2d;
import fovea.tensor.OneHot;
import fovea.tensor.Pad;
import fovea.tensor.Permute;
import fovea.tensor.Recompute;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import fovea.tensor.StopGradient;
import fovea.tensor.Sum;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import fovea.tensor.Window;
import java.util.List;
import java.util.stream.Stream;

/** The table: every op has a line here, and every property of {@link OpTableTest} holds for every line. */
final class Cases {
    private static final Window SMALL = Window.of(3, 3).withPadding(1);
    private static final Window STRIDED = Window.of(3, 3).withStride(2).withPadding(1);
    private static final Window DILATED = Window.of(2, 3).withDilation(2);
    private static final Window LOPSIDED =
            Window.of(2, 3).withStride(1, 2).withPadding(new int[] {0, 2}, new int[] {1, 0});
    private static final Window PAIRS = Window.of(2, 2).withStride(2);
    private static final Window OVERLAPPING = Window.of(3, 2).withStride(1).withPadding(1);

    /** oneDNN's exponential and logarithm inside a softmax are good to about 1e-6 of the largest. */
    private static final int ROUGH = 60;

    private static final BatchNorm NORM = new BatchNorm(1e-5);

    private Cases() {}

    static List<Case> all() {
        return Stream.of(elementwise(), reductions(), movement(), contractions(), windows(), norms(), programs())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Case> elementwise() {
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
                of("equal", new Binary.Equal(), grid(0, 3, 4), grid(0.1, 3, 4)),
                of("equal, some equal", new Binary.Equal(), grid(0, 30), grid(0, 30))
                        .withoutGradient(),
                of("cast to f64", new Cast(DType.F64), x(3, 4)),
                of("cast to f32", new Cast(DType.F32), x(3, 4)).withoutGradient(),
                of("cast to i32", new Cast(DType.I32), grid(0.1, 3, 4)).withoutGradient(),
                of("cast to u8", new Cast(DType.U8), s -> s.uniform(Shape.of(3, 4), -300, 300))
                        .withoutGradient(),
                of("cast of integers", new Cast(DType.F32), labels(9, 3, 4)).withoutGradient(),
                of("oneHot", new OneHot(4, DType.F32), labels(6, 5)).withoutGradient(),
                of("oneHot of rows", new OneHot(3, DType.F64), labels(3, 2, 2)).withoutGradient(),
                of("fill", new Fill(new Spec(Shape.of(2, 3), DType.F32), 0.3)).withoutGradient(),
                of("fill with integers", new Fill(new Spec(Shape.of(2), DType.I32), 7))
                        .withoutGradient(),
                of("fused", chain(), x(3, 5), alternating(3, 5)),
                of("fused in a plane", chain(), x(2, 3, 4, 2), alternating(2, 3, 4, 2)));
    }

    /** {@code relu(a · b + 2) · a} and {@code a · b}. */
    private static Fused chain() {
        return new Fused(
                2,
                List.of(
                        new Fused.Step(new Binary.Mul(), 0, 1),
                        new Fused.Step(new Unary.Affine(1, 2), 2, 2),
                        new Fused.Step(new Unary.Relu(), 3, 3),
                        new Fused.Step(new Binary.Mul(), 4, 0)),
                List.of(5, 2));
    }

    private static List<Case> reductions() {
        return List.of(
                of("sum over rows", new Sum(new Axes(1)), x(3, 4)).sums(3),
                of("sum over columns", new Sum(new Axes(2)), x(3, 4)).sums(4),
                of("sum over two axes", new Sum(new Axes(0b101)), x(3, 2, 4)).sums(12),
                of("sum over all but channels", new Sum(new Axes(0b1101)), x(2, 3, 3, 2))
                        .sums(12),
                of("sum over no axes", new Sum(new Axes(0)), x(3, 2)),
                of("sum of nothing", new Sum(new Axes(1)), x(0, 3)),
                of("sum of many", new Sum(new Axes(0b11)), x(70, 51)).sums(3570).withoutGradient(),
                of("max over rows", new Max(new Axes(1)), distinct(3, 4)),
                of("max over two axes", new Max(new Axes(0b101)), distinct(3, 2, 4)),
                of("max of one", new Max(new Axes(2)), distinct(3, 1)),
                of("max of nothing", new Max(new Axes(1)), x(0, 3)),
                of("logSoftmax", new LogSoftmax(), x(3, 5)).sums(ROUGH).forFiniteNumbers(),
                of("logSoftmax of one class", new LogSoftmax(), x(3, 1)),
                of("logSoftmax over the last of three axes", new LogSoftmax(), x(2, 2, 3))
                        .sums(ROUGH)
                        .forFiniteNumbers(),
                of("logSoftmax of no rows", new LogSoftmax(), x(0, 3)));
    }

    private static List<Case> movement() {
        return List.of(
                of("reshape", new Reshape(Shape.of(4, 3)), x(2, 6)),
                of("reshape of nothing", new Reshape(Shape.of(0)), x(2, 0)),
                of("reshape to a scalar", new Reshape(Shape.SCALAR), x(1, 1)),
                of("permute", new Permute(Shape.of(2, 0, 1)), x(2, 3, 4)),
                of("stopGradient", new StopGradient(), x(2, 3)).withoutGradient(),
                of("recompute", new Recompute(), x(2, 3)),
                of("expand", new Expand(Shape.of(3, 2, 4)), x(1, 2, 1)).sums(12),
                of("expand to nothing", new Expand(Shape.of(0, 2)), x(1, 2)),
                of("slice", new Slice(Shape.of(1, 0), Shape.of(2, 3), Shape.of(1, 1)), x(4, 3)),
                of("slice with steps", new Slice(Shape.of(1, 1), Shape.of(2, 3), Shape.of(2, 3)), x(4, 9)),
                of("slice of nothing", new Slice(Shape.of(1, 0), Shape.of(0, 3), Shape.of(1, 1)), x(4, 3)),
                of("pad", new Pad(Shape.of(1, 0), Shape.of(0, 2), Shape.of(0, 0)), x(2, 3)),
                of("pad between", new Pad(Shape.of(0, 1), Shape.of(0, 0), Shape.of(1, 2)), x(3, 2)),
                of(
                        "pad an image",
                        new Pad(Shape.of(0, 0, 1, 1), Shape.of(0, 0, 1, 2), Shape.of(0, 0, 0, 0)),
                        x(1, 2, 2, 3)),
                of("pad nothing", new Pad(Shape.of(2), Shape.of(1), Shape.of(1)), x(0)));
    }

    private static List<Case> contractions() {
        return List.of(
                of("matmul", new MatMul(), x(3, 4), x(4, 2)).sums(4),
                of("matmul of a row", new MatMul(), x(1, 5), x(5, 3)).sums(5),
                of("matmul of batches", new MatMul(), x(2, 3, 4), x(2, 4, 2)).sums(4),
                of("matmul of batches of batches", new MatMul(), x(2, 2, 1, 3), x(2, 2, 3, 2))
                        .sums(3),
                of("matmul over nothing", new MatMul(), x(2, 0), x(0, 3)),
                of("matmul of no rows", new MatMul(), x(0, 2), x(2, 3)),
                of("matmul, larger", new MatMul(), x(33, 70), x(70, 17))
                        .sums(70)
                        .withoutGradient(),
                conv("conv2d", SMALL, 1, x(2, 2, 4, 3), x(3, 2, 3, 3)),
                conv("conv2d, stride 2", STRIDED, 1, x(2, 2, 5, 4), x(3, 2, 3, 3)),
                conv("conv2d, dilated", DILATED, 1, x(1, 2, 4, 6), x(2, 2, 2, 3)),
                conv("conv2d, asymmetric", LOPSIDED, 1, x(1, 2, 3, 4), x(2, 2, 2, 3)),
                conv("conv2d, in groups", SMALL, 2, x(1, 4, 3, 3), x(4, 2, 3, 3)),
                conv("conv2d, depthwise", SMALL, 3, x(1, 3, 3, 3), x(3, 1, 3, 3)),
                conv("conv2d, 1 × 1", Window.of(1, 1), 1, x(2, 3, 2, 2), x(4, 3, 1, 1)),
                conv("conv2d of no images", SMALL, 1, x(0, 2, 4, 3), x(3, 2, 3, 3)),
                conv("conv2d of one pixel", SMALL, 1, x(1, 1, 1, 1), x(1, 1, 3, 3))
                        .forFiniteNumbers(),
                of("conv2d input gradient", inputGradient(STRIDED, 1, 2, 2, 5, 4), x(2, 3, 3, 2), x(3, 2, 3, 3))
                        .sums(54),
                of(
                                "conv2d input gradient, asymmetric",
                                inputGradient(LOPSIDED, 1, 1, 2, 3, 4),
                                x(1, 2, 3, 2),
                                x(2, 2, 2, 3))
                        .sums(54),
                of(
                                "conv2d input gradient, in groups",
                                inputGradient(SMALL, 2, 1, 4, 3, 3),
                                x(1, 4, 3, 3),
                                x(4, 2, 3, 3))
                        .sums(54),
                of("conv2d weight gradient", weightGradient(STRIDED, 1, 3, 2, 3, 3), x(2, 2, 5, 4), x(2, 3, 3, 2))
                        .sums(54),
                of(
                                "conv2d weight gradient, dilated",
                                weightGradient(DILATED, 1, 2, 2, 2, 3),
                                x(1, 2, 4, 6),
                                x(1, 2, 2, 2))
                        .sums(54),
                of(
                                "conv2d weight gradient, depthwise",
                                weightGradient(SMALL, 3, 3, 1, 3, 3),
                                x(1, 3, 3, 3),
                                x(1, 3, 3, 3))
                        .sums(54));
    }

    private static Case conv(String name, Window window, int groups, Case.Operand x, Case.Operand w) {
        return of(name, new Conv2d(window, groups), x, w).sums(54);
    }

    private static Conv2d.InputGradient inputGradient(Window window, int groups, int... x) {
        return new Conv2d.InputGradient(new Conv2d(window, groups), Shape.of(x));
    }

    private static Conv2d.WeightGradient weightGradient(Window window, int groups, int... w) {
        return new Conv2d.WeightGradient(new Conv2d(window, groups), Shape.of(w));
    }

    private static List<Case> windows() {
        return List.of(
                of("maxPool2d", new MaxPool2d(PAIRS), distinct(2, 2, 4, 5)).forFiniteNumbers(),
                of("maxPool2d, overlapping", new MaxPool2d(OVERLAPPING), distinct(1, 2, 3, 4))
                        .forFiniteNumbers(),
                of("maxPool2d, dilated", new MaxPool2d(DILATED), distinct(1, 2, 4, 6))
                        .forFiniteNumbers(),
                of("maxPool2d of no images", new MaxPool2d(PAIRS), x(0, 2, 4, 4)),
                of(
                        "maxPool2d, scatter",
                        new MaxPool2d.Scatter(PAIRS, Shape.of(1, 2, 4, 5)),
                        x(1, 2, 2, 2),
                        winners(4, 1, 2, 2, 2)),
                of("maxPool2d, pick", new MaxPool2d.Pick(PAIRS), x(1, 2, 4, 5), winners(4, 1, 2, 2, 2)),
                program(
                                "maxPool2d, scatter where windows overlap",
                                in -> {
                                    Tensor winner = new MaxPool2d(OVERLAPPING).outputs(in.get(0))[1];
                                    return List.of(new MaxPool2d.Scatter(
                                                    OVERLAPPING, in.get(0).shape())
                                            .apply(in.get(1), winner));
                                },
                                distinct(1, 2, 3, 4),
                                x(1, 2, 3, 5))
                        .forFiniteNumbers(),
                of("maxPool2d, a window of 300", new MaxPool2d(Window.of(15, 20)), distinct(1, 1, 15, 21))
                        .withoutGradient()
                        .forFiniteNumbers());
    }

    private static List<Case> norms() {
        BatchNorm.Rectified rectified = new BatchNorm.Rectified(NORM);
        return List.of(
                of("batchNorm", NORM, x(3, 2, 2, 2), positive(2), x(2)).sums(12),
                of("batchNorm of vectors", NORM, x(4, 3), positive(3), x(3)).sums(4),
                of("batchNorm of no images", NORM, x(0, 2, 2, 2), positive(2), x(2)),
                of(
                                "batchNorm gradient",
                                new BatchNorm.Gradient(NORM),
                                x(3, 2, 2, 1),
                                x(3, 2, 2, 1),
                                x(2),
                                positive(2),
                                x(2))
                        .sums(12),
                program(
                                "batchNorm and rectifier",
                                in -> List.of(rectified.outputs(Case.array(in))).subList(0, 3),
                                alternating(3, 2, 2, 2),
                                positive(2),
                                s -> s.uniform(Shape.of(2), -0.1, 0.1))
                        .sums(12),
                program(
                                "batchNorm and rectifier, gradient",
                                in -> {
                                    Tensor[] y = rectified.outputs(in.get(0), in.get(2), in.get(3));
                                    return List.of(new BatchNorm.RectifiedGradient(NORM)
                                            .outputs(in.get(0), in.get(1), y[3], y[1], y[2], in.get(2)));
                                },
                                alternating(3, 2, 2, 2),
                                x(3, 2, 2, 2),
                                positive(2),
                                s -> s.uniform(Shape.of(2), -0.1, 0.1))
                        .sums(24)
                        .forFiniteNumbers());
    }

    private static List<Case> programs() {
        return List.of(
                line("add, broadcast", x -> x.get(0).add(x.get(1)), x(3, 4), x(4))
                        .sums(3),
                line("mul, both broadcast", x -> x.get(0).mul(x.get(1)), x(3, 1), x(1, 4))
                        .sums(4),
                line("div by a scalar tensor", x -> x.get(0).div(x.get(1)), x(3, 4), positive())
                        .sums(12),
                line("mean", x -> x.get(0).mean(), x(3, 4)).sums(12),
                line("mean over the last axis", x -> x.get(0).mean(-1), x(3, 4)).sums(4),
                line("softmax", x -> x.get(0).softmax(), x(3, 4)).sums(ROUGH).forFiniteNumbers(),
                line("variance", x -> x.get(0).sub(x.get(0).mean()).square().mean(), x(3, 4))
                        .sums(12),
                line("flatten, then matmul", x -> x.get(0).flatten().matmul(x.get(1)), x(2, 2, 2, 2), x(8, 3))
                        .sums(8),
                line("transpose, then matmul", x -> x.get(0).matmul(x.get(1).transpose()), x(2, 3), x(4, 3))
                        .sums(4),
                line(
                                "cross entropy",
                                x -> x.get(0).logSoftmax().mul(x.get(1)).sum().neg(),
                                x(3, 4),
                                x(3, 4))
                        .sums(12),
                line(
                                "conv2d, batchNorm, relu, pool",
                                in -> {
                                    Tensor y = in.get(0).conv2d(in.get(1), 1, 1);
                                    Tensor z = NORM.outputs(y, in.get(2), in.get(3))[0];
                                    return z.relu().maxPool2d(2, 2);
                                },
                                x(2, 2, 4, 4),
                                x(3, 2, 3, 3),
                                positive(3),
                                x(3))
                        .sums(108)
                        .forFiniteNumbers()
                        .withoutGradient());
    }

    private static Case line(String name, java.util.function.Function<List<Tensor>, Tensor> f, Case.Operand... x) {
        return program(name, in -> List.of(f.apply(in)), x);
    }

    private static Case.Operand x(int... sizes) {
        return s -> s.smooth(Shape.of(sizes));
    }

    private static Case.Operand positive(int... sizes) {
        return s -> s.positive(Shape.of(sizes));
    }

    private static Case.Operand alternating(int... sizes) {
        return s -> s.alternating(Shape.of(sizes));
    }

    private static Case.Operand distinct(int... sizes) {
        return s -> s.distinct(Shape.of(sizes));
    }

    private static Case.Operand grid(double shift, int... sizes) {
        return s -> s.grid(Shape.of(sizes), shift);
    }

    private static Case.Operand labels(int below, int... sizes) {
        return s -> s.labels(Shape.of(sizes), below);
    }

    private static Case.Operand winners(int area, int... sizes) {
        return s -> s.labels(Shape.of(sizes), area).cast(DType.U8);
    }
}
