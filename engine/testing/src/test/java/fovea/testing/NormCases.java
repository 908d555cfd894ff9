package fovea.testing;

import static fovea.testing.Case.of;
import static fovea.testing.Case.program;
import static fovea.testing.Operands.alternating;
import static fovea.testing.Operands.line;
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

    /** What is made of other ops. */
    static List<Case> formulas() {
        Shape d = Shape.of(4);
        return List.of(
                line(
                                "batchNorm by given statistics",
                                x -> x.get(0).batchNorm(x.get(1), x.get(2), x.get(3), x.get(4), 1e-5),
                                x(2, 3, 2),
                                x(3),
                                positive(3),
                                x(3),
                                x(3))
                        .sums(8),
                line("layerNorm", x -> x.get(0).layerNorm(d, x.get(1), x.get(2), 1e-2), x(2, 3, 4), x(4), x(4))
                        .sums(24),
                line(
                                "layerNorm over two axes, plain",
                                x -> x.get(0).layerNorm(Shape.of(3, 4), null, null, 1e-2),
                                x(2, 3, 4))
                        .sums(24),
                line("rmsNorm", x -> x.get(0).rmsNorm(d, x.get(1), 1e-2), x(2, 3, 4), x(4))
                        .sums(12),
                line("groupNorm", x -> x.get(0).groupNorm(2, x.get(1), x.get(2), 1e-2), x(2, 4, 3), x(4), x(4))
                        .sums(24),
                line("groupNorm of vectors", x -> x.get(0).groupNorm(2, null, null, 1e-2), x(2, 6))
                        .sums(12),
                line("instanceNorm", x -> x.get(0).instanceNorm(x.get(1), x.get(2), 1e-2), x(2, 3, 2, 2), x(3), x(3))
                        .sums(16),
                line("localResponseNorm", x -> x.get(0).localResponseNorm(3, 0.5, 0.75, 1), x(2, 4, 3))
                        .sums(3),
                line("localResponseNorm, even", x -> x.get(0).localResponseNorm(4, 0.5, 0.6, 2), x(2, 3, 2, 1))
                        .sums(4),
                line("normalize", x -> x.get(0).normalize(1), x(2, 4)).sums(4),
                line("normalize by p = 3", x -> x.get(0).normalize(3, 1e-12, -1), alternating(2, 4))
                        .sums(4),
                line("normalize by p = 1.5", x -> x.get(0).normalize(1.5, 1e-12, 0, 1), alternating(2, 4))
                        .sums(8),
                line("normalize by p = 1", x -> x.get(0).normalize(1, 1e-12, 0), alternating(3, 2))
                        .sums(3),
                line(
                        "normalize by the largest",
                        x -> x.get(0).normalize(Double.POSITIVE_INFINITY, 1e-12, 1),
                        s -> s.distinct(Shape.of(2, 4)).add(1)),
                line("weightNorm", x -> x.get(0).weightNorm(x.get(1)), x(3, 2, 2), x(3, 1, 1))
                        .sums(4),
                line("weightNorm of the whole", x -> x.get(0).weightNorm(x.get(1)), x(3, 2), x())
                        .sums(6),
                line(
                                "spectralNorm",
                                x -> {
                                    Tensor[] uv = x.get(0)
                                            .singularVectors(
                                                    Tensor.ones(Shape.of(3))
                                                            .cast(x.get(0).dtype()),
                                                    Tensor.ones(Shape.of(2))
                                                            .cast(x.get(0).dtype()),
                                                    3,
                                                    1e-12);
                                    return x.get(0).spectralNorm(uv[0], uv[1]);
                                },
                                positive(3, 2))
                        .sums(6)
                        .withoutGradient());
    }

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
