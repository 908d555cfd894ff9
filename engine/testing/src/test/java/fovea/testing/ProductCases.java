package fovea.testing;

import static fovea.testing.Operands.line;
import static fovea.testing.Operands.x;

import java.util.List;

/** Programs that multiply and add along shared axes. */
final class ProductCases {
    private ProductCases() {}

    static List<Case> products() {
        return List.of(
                line("matmul of vectors", v -> v.get(0).matmul(v.get(1)), x(5), x(5))
                        .sums(5),
                line("matmul with a column", v -> v.get(0).matmul(v.get(1)), x(2, 3, 4), x(4))
                        .sums(6),
                line("matmul with a row", v -> v.get(0).matmul(v.get(1)), x(3), x(2, 3, 2))
                        .sums(6),
                line("matmul of many rows", v -> v.get(0).matmul(v.get(1)), x(2, 2, 3), x(3, 2))
                        .sums(6),
                line("matmul, broadcast", v -> v.get(0).matmul(v.get(1)), x(2, 1, 2, 3), x(3, 3, 2))
                        .sums(9),
                line(
                                "matmul across batches",
                                v -> v.get(0).permute(1, 0, 2).matmul(v.get(1).permute(2, 1, 0)),
                                x(3, 2, 4),
                                x(5, 4, 2))
                        .sums(5),
                line(
                                "matmul of every second row",
                                v -> v.get(0).slice(0, 0, 5, 2).matmul(v.get(1).slice(1, 1, 6, 3)),
                                x(5, 3),
                                x(3, 6))
                        .sums(3),
                line(
                                "matmul of windows",
                                v -> v.get(0).windows(0, 3, 1).matmul(v.get(1).expand(3, 2)),
                                x(6),
                                x(3, 1))
                        .sums(12),
                line("linear", v -> v.get(0).linear(v.get(1), v.get(2)), x(2, 3, 4), x(2, 4), x(2))
                        .sums(6),
                line("bilinear", v -> v.get(0).bilinear(v.get(1), v.get(2)), x(3, 2), x(3, 4), x(2, 2, 4))
                        .sums(24),
                line("addMatmul", v -> v.get(0).addMatmul(v.get(1), v.get(2), 0.5, -2), x(3), x(2, 4), x(4, 3))
                        .sums(8),
                line("outer", v -> v.get(0).outer(v.get(1)), x(3), x(4)).sums(4),
                line("inner", v -> v.get(0).inner(v.get(1)), x(2, 3), x(2, 2, 3))
                        .sums(6),
                line(
                                "tensordot",
                                v -> v.get(0).tensordot(v.get(1), new int[] {0, 2}, new int[] {1, 0}),
                                x(2, 3, 4),
                                x(4, 2, 3))
                        .sums(12),
                line(
                                "einsum",
                                v -> v.get(0).einsum("bij,jk,kii->bk", v.get(1), v.get(2)),
                                x(2, 3, 2),
                                x(2, 4),
                                x(4, 3, 3))
                        .sums(30),
                line("einsum with an ellipsis", v -> v.get(0).einsum("...i,j...->...ij", v.get(1)), x(2, 1, 3), x(2, 4))
                        .sums(8),
                line("multiDot", v -> v.get(0).multiDot(v.get(1), v.get(2)), x(3), x(3, 4), x(4, 2))
                        .sums(12),
                line("kron", v -> v.get(0).kron(v.get(1)), x(2, 3), x(2)).sums(6),
                line("cross", v -> v.get(0).cross(v.get(1), 0), x(3, 2), x(3, 1))
                        .sums(4),
                line("cosineSimilarity", v -> v.get(0).cosineSimilarity(v.get(1), -1), x(3, 4), x(3, 4))
                        .sums(12),
                line("covariance", v -> v.get(0).covariance(1), x(3, 4)).sums(12),
                line("correlation", v -> v.get(0).correlation(), x(3, 4))
                        .sums(24)
                        .forFiniteNumbers(),
                cdist(0).withoutGradient(),
                cdist(1),
                cdist(1.5).withoutGradient(),
                cdist(2),
                cdist(3),
                cdist(Double.POSITIVE_INFINITY),
                line(
                                "pdist",
                                v -> v.get(0).pdist(2),
                                s -> s.distinct(fovea.tensor.Shape.of(4, 2)).mul(20))
                        .sums(12)
                        .forFiniteNumbers(),
                line("squaredDistances", v -> v.get(0).squaredDistances(v.get(1)), x(3, 2), far(2, 2))
                        .sums(24));
    }

    private static Case cdist(double p) {
        return line("cdist " + p, v -> v.get(0).cdist(v.get(1), p), x(2, 3), far(2, 3))
                .sums(24)
                .forFiniteNumbers();
    }

    /** Far from −1 to 1, and from each other. */
    private static Case.Operand far(int... sizes) {
        return s -> s.distinct(fovea.tensor.Shape.of(sizes)).mul(4).add(5);
    }
}
