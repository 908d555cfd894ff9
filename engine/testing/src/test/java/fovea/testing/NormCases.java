package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Case.program;
import static fovea.testing.Operands.alternating;
import static fovea.testing.Operands.positive;
import static fovea.testing.Operands.x;

import fovea.tensor.BatchNorm;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;

/** Normalizations. */
final class NormCases {
    private static final BatchNorm NORM = new BatchNorm(1e-5);

    private NormCases() {}

    static List<Case> norms() {
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
                        // oneDNN lets gradients pass where the rectifier met a not-a-number.
                        .forFiniteNumbers());
    }
}
