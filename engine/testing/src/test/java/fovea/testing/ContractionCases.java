package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Operands.x;

import fovea.tensor.Conv;
import fovea.tensor.Finished;
import fovea.tensor.MatMul;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Window;
import java.util.List;

/** Products of matrices, and convolutions. */
final class ContractionCases {
    private static final Window SMALL = Window.of(3, 3).withPadding(1);
    private static final Window STRIDED = Window.of(3, 3).withStride(2).withPadding(1);
    private static final Window DILATED = Window.of(2, 3).withDilation(2);
    private static final Window LOPSIDED =
            Window.of(2, 3).withStride(1, 2).withPadding(new int[] {0, 2}, new int[] {1, 0});
    private static final Window PAIRS = Window.of(2, 2).withStride(2);
    private static final Window OVERLAPPING = Window.of(3, 2).withStride(1).withPadding(1);

    private ContractionCases() {}

    static List<Case> contractions() {
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
                of("matmul + bias", finished(new MatMul()).withBias(), x(3, 4), x(4, 2), x(2))
                        .sums(5),
                // oneDNN rectifies not-a-numbers to 0.
                of(
                                "matmul + bias + addend, rectified",
                                finished(new MatMul()).withBias().withAddition().withRectifier(),
                                x(2, 3, 4),
                                x(2, 4, 2),
                                x(2),
                                x(2, 3, 2))
                        .sums(6)
                        .forFiniteNumbers(),
                of(
                                "conv2d + bias, rectified",
                                finished(new Conv(SMALL, 1)).withBias().withRectifier(),
                                x(1, 2, 3, 2),
                                x(2, 2, 3, 3),
                                x(1, 2, 1, 1))
                        .sums(19)
                        .forFiniteNumbers()
                        .withoutGradient(),
                of(
                                "conv2d in groups + addend",
                                finished(new Conv(SMALL, 2)).withAddition(),
                                x(1, 4, 3, 3),
                                x(4, 2, 3, 3),
                                x(1, 4, 3, 3))
                        .sums(19),
                of("conv1d, rectified", finished(new Conv(Window.of(3), 1)).withRectifier(), x(2, 2, 7), x(3, 2, 3))
                        .sums(6)
                        .forFiniteNumbers(),
                conv("conv2d", SMALL, 1, x(2, 2, 4, 3), x(3, 2, 3, 3)),
                conv("conv2d, stride 2", STRIDED, 1, x(2, 2, 5, 4), x(3, 2, 3, 3)),
                conv("conv2d, dilated", DILATED, 1, x(1, 2, 4, 6), x(2, 2, 2, 3)),
                conv("conv2d, asymmetric", LOPSIDED, 1, x(1, 2, 3, 4), x(2, 2, 2, 3)),
                conv("conv2d, in groups", SMALL, 2, x(1, 4, 3, 3), x(4, 2, 3, 3)),
                conv("conv2d, depthwise", SMALL, 3, x(1, 3, 3, 3), x(3, 1, 3, 3)),
                conv("conv2d, 1 × 1", Window.of(1, 1), 1, x(2, 3, 2, 2), x(4, 3, 1, 1)),
                conv("conv2d of no images", SMALL, 1, x(0, 2, 4, 3), x(3, 2, 3, 3)),
                // oneDNN multiplies the padding too, so that infinite weights give not-a-number.
                conv("conv2d of one pixel", SMALL, 1, x(1, 1, 1, 1), x(1, 1, 3, 3))
                        .forFiniteNumbers(),
                conv("conv1d", Window.of(3).withStride(2).withPadding(1), 1, x(2, 2, 7), x(3, 2, 3)),
                conv(
                        "conv1d, lopsided",
                        Window.of(2).withPadding(new int[] {2}, new int[] {0}),
                        2,
                        x(1, 4, 3),
                        x(2, 2, 2)),
                conv("conv3d", Window.of(2, 1, 3).withPadding(1, 0, 1), 1, x(1, 2, 3, 2, 3), x(2, 2, 2, 1, 3)),
                conv(
                        "conv3d, dilated",
                        Window.of(2, 2, 1).withDilation(2, 1, 1).withStride(1, 2, 1),
                        1,
                        x(1, 1, 4, 4, 2),
                        x(2, 1, 2, 2, 1)),
                conv(
                        "conv1d, depthwise, dilated",
                        Window.of(3).withDilation(2).withPadding(2),
                        3,
                        x(2, 3, 8),
                        x(3, 1, 3)),
                conv(
                        "conv1d, pixels left over",
                        Window.of(2).withStride(3).withPadding(new int[] {1}, new int[] {0}),
                        1,
                        x(1, 17, 9),
                        x(19, 17, 2)),
                conv("conv3d, in groups", Window.of(2, 2, 2).withPadding(1), 2, x(1, 4, 2, 3, 2), x(4, 2, 2, 2, 2)),
                conv(
                        "conv3d, lopsided",
                        Window.of(3, 2, 2).withStride(2, 1, 2).withPadding(new int[] {2, 0, 1}, new int[] {0, 1, 0}),
                        1,
                        x(1, 2, 4, 2, 3),
                        x(3, 2, 3, 2, 2)),
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
                of(
                                "conv3d input gradient, in groups",
                                new Conv.InputGradient(
                                        new Conv(Window.of(2, 2, 2).withStride(2), 2), Shape.of(1, 4, 5, 4, 3)),
                                x(1, 2, 2, 2, 1),
                                x(2, 2, 2, 2, 2))
                        .sums(54),
                of(
                                "conv1d weight gradient, dilated",
                                new Conv.WeightGradient(new Conv(Window.of(3).withDilation(2), 1), Shape.of(3, 2, 3)),
                                x(2, 2, 9),
                                x(2, 3, 5))
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

    private static Finished finished(Op op) {
        return Finished.of(op);
    }

    private static Case conv(String name, Window window, int groups, Case.Operand x, Case.Operand w) {
        return of(name, new Conv(window, groups), x, w).sums(54);
    }

    private static Conv.InputGradient inputGradient(Window window, int groups, int... x) {
        return new Conv.InputGradient(new Conv(window, groups), Shape.of(x));
    }

    private static Conv.WeightGradient weightGradient(Window window, int groups, int... w) {
        return new Conv.WeightGradient(new Conv(window, groups), Shape.of(w));
    }
}
