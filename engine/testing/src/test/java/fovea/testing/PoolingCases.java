package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Case.program;
import static fovea.testing.Operands.distinct;
import static fovea.testing.Operands.winners;
import static fovea.testing.Operands.x;

import fovea.tensor.GridSample;
import fovea.tensor.MaxPool;
import fovea.tensor.Shape;
import fovea.tensor.SumPool;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;

/** Windows that pick or add. */
final class PoolingCases {
    private static final Window SMALL = Window.of(3, 3).withPadding(1);
    private static final Window STRIDED = Window.of(3, 3).withStride(2).withPadding(1);
    private static final Window DILATED = Window.of(2, 3).withDilation(2);
    private static final Window LOPSIDED =
            Window.of(2, 3).withStride(1, 2).withPadding(new int[] {0, 2}, new int[] {1, 0});
    private static final Window PAIRS = Window.of(2, 2).withStride(2);
    private static final Window OVERLAPPING = Window.of(3, 2).withStride(1).withPadding(1);

    /** Points of a grid that hit no pixel's center, where the gradient by the grid jumps. */
    private static final Case.Operand BETWEEN_PIXELS = s -> s.among(Shape.of(2, 2, 3, 2), -0.7, -0.3, 0.2, 0.6);

    private PoolingCases() {}

    static List<Case> windows() {
        return List.of(
                of("maxPool2d", new MaxPool(PAIRS), distinct(2, 2, 4, 5)),
                of("maxPool2d, overlapping", new MaxPool(OVERLAPPING), distinct(1, 2, 3, 4)),
                of("maxPool2d, dilated", new MaxPool(DILATED), distinct(1, 2, 4, 6)),
                of("maxPool2d of no images", new MaxPool(PAIRS), x(0, 2, 4, 4)),
                of(
                        "maxPool2d, scatter",
                        new MaxPool.Scatter(PAIRS, Shape.of(1, 2, 4, 5)),
                        x(1, 2, 2, 2),
                        winners(4, 1, 2, 2, 2)),
                of("maxPool2d, pick", new MaxPool.Pick(PAIRS), x(1, 2, 4, 5), winners(4, 1, 2, 2, 2)),
                program(
                        "maxPool2d, scatter where windows overlap",
                        in -> {
                            Tensor winner = new MaxPool(OVERLAPPING).outputs(in.get(0))[1];
                            return List.of(
                                    new MaxPool.Scatter(OVERLAPPING, in.get(0).shape()).apply(in.get(1), winner));
                        },
                        distinct(1, 2, 3, 4),
                        x(1, 2, 3, 5)),
                of("maxPool1d", new MaxPool(Window.of(3).withStride(2).withPadding(1)), distinct(2, 2, 7)),
                of("maxPool3d", new MaxPool(Window.of(2, 1, 2).withStride(1, 2, 1)), distinct(1, 2, 3, 3, 3)),
                program(
                                "gridSample",
                                in -> List.of(GridSample.bilinear().apply(in.get(0), in.get(1))),
                                x(2, 3, 3, 4),
                                BETWEEN_PIXELS)
                        .sums(4)
                        .forFiniteNumbers(),
                program(
                        "gridSample of no channels",
                        in -> List.of(GridSample.bilinear().apply(in.get(0), in.get(1))),
                        x(1, 0, 3, 4),
                        s -> s.uniform(Shape.of(1, 2, 3, 2), -1, 1)),
                of("sumPool", new SumPool(OVERLAPPING), x(1, 2, 3, 4)).sums(6),
                of("sumPool1d", new SumPool(Window.of(3).withStride(2).withPadding(1)), x(2, 2, 7))
                        .sums(3),
                of("sumPool3d", new SumPool(Window.of(2, 1, 2)), x(1, 2, 3, 3, 3))
                        .sums(4),
                of("sumPool, dilated", new SumPool(DILATED), x(1, 2, 4, 6)).sums(6),
                of("sumPool, lopsided", new SumPool(LOPSIDED), x(1, 2, 3, 4)).sums(6),
                of(
                                "sumPool, a place in the padding",
                                new SumPool(Window.of(2).withStride(2).withPadding(3)),
                                x(1, 2, 4))
                        .sums(2),
                of(
                                "sumPool gradient, pixels left over",
                                new SumPool.Gradient(Window.of(2, 2).withStride(3), Shape.of(1, 17, 5, 7)),
                                x(1, 17, 2, 2))
                        .sums(4),
                of("sumPool of no images", new SumPool(PAIRS), x(0, 2, 4, 4)),
                of("sumPool gradient", new SumPool.Gradient(OVERLAPPING, Shape.of(1, 2, 3, 4)), x(1, 2, 3, 5))
                        .sums(6),
                of("maxPool2d, a window of 300", new MaxPool(Window.of(15, 20)), distinct(1, 1, 15, 21))
                        .withoutGradient());
    }
}
