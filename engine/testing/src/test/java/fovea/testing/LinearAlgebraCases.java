package fovea.testing;

import static fovea.testing.Operands.ROUGH;
import static fovea.testing.Operands.line;
import static fovea.testing.Operands.x;

import fovea.tensor.LinearAlgebra;
import fovea.tensor.Shape;
import fovea.tensor.Solving;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * Factorizations, systems of equations and what is made of them. Each matrix is a diagonal of large numbers with small ones around, whatever
 * the operand: none is singular, and eigenvalues keep apart.
 */
final class LinearAlgebraCases {
    private LinearAlgebraCases() {}

    static List<Case> linearAlgebra() {
        return List.of(
                on("cholesky", a -> List.of(symmetric(a).cholesky()), x(4, 4)),
                on("cholesky of a batch", a -> List.of(symmetric(a).cholesky()), x(2, 3, 3)),
                on("cholesky of nothing", a -> List.of(a.cholesky()), x(2, 0, 0)),
                on("qr", a -> factors(apart(a).qr()), x(4, 4)),
                on("qr, tall", a -> factors(apart(a).qr()), x(2, 4, 3)),
                on("qr, wide", a -> factors(apart(a).qr()), x(3, 5)),
                on("qr of a column", a -> factors(apart(a).qr()), x(3, 1)),
                on("eigh", a -> factors(symmetric(a).eigh()), x(4, 4)),
                on("eigh of a batch", a -> factors(symmetric(a).eigh()), x(2, 3, 3)),
                on("eigvalsh", a -> List.of(symmetric(a).eigvalsh()), x(5, 5)),
                on("eigh of a number", a -> factors(a.eigh()), x(1, 1)),
                on("svd", a -> factors(apart(a).svd()), x(3, 3)),
                on("svd, tall", a -> factors(apart(a).svd()), x(2, 4, 2)),
                on("svd, wide", a -> factors(apart(a).svd()), x(2, 3)),
                on("svdvals", a -> List.of(apart(a).svdvals()), x(4, 3)),
                line("solve", in -> apart(in.get(0)).solve(in.get(1)), x(3, 3), x(3, 2))
                        .sums(ROUGH),
                line("solve of a batch", in -> apart(in.get(0)).solve(in.get(1)), x(2, 3, 3), x(1, 3, 2))
                        .sums(ROUGH),
                line("solve for a vector", in -> apart(in.get(0)).solve(in.get(1)), x(3, 3), x(3))
                        .sums(ROUGH),
                line("solve of nothing", in -> in.get(0).solve(in.get(1)), x(0, 0), x(0, 2)),
                triangular("lower", false, true, false),
                triangular("upper", true, true, false),
                triangular("upper, from the right", true, false, false),
                triangular("lower, with ones", false, true, true),
                line("choleskySolve", in -> symmetric(in.get(0)).cholesky().choleskySolve(in.get(1)), x(3, 3), x(3, 2))
                        .sums(ROUGH),
                on("inverse", a -> List.of(apart(a).inverse()), x(2, 3, 3)),
                on("det", a -> List.of(apart(a).det()), x(4, 4)),
                on("det of a batch", a -> List.of(apart(a).det()), x(2, 2, 2)),
                on("det of nothing", a -> List.of(a.det()), x(2, 0, 0)),
                on("cofactor", a -> List.of(new Solving.Cofactor().apply(apart(a))), x(3, 3)),
                on(
                        "slogdet",
                        a -> List.of(
                                apart(a).neg().slogdet().sign(),
                                apart(a).slogdet().logabsdet()),
                        x(3, 3)),
                on("logdet", a -> List.of(apart(a).logdet()), x(2, 3, 3)),
                on("pinv", a -> List.of(apart(a).pinv()), x(3, 3)),
                on("pinv, tall", a -> List.of(apart(a).pinv()), x(2, 4, 2)),
                on("pinv, wide", a -> List.of(apart(a).pinv()), x(2, 3)),
                line("lstsq", in -> apart(in.get(0)).lstsq(in.get(1)), x(4, 2), x(4, 3))
                        .sums(ROUGH),
                on("matrixRank", a -> List.of(apart(a).matrixRank()), x(2, 3, 2))
                        .withoutGradient(),
                on("matrixPower", a -> List.of(bounded(a).matrixPower(5)), x(3, 3)),
                on("matrixPower, negative", a -> List.of(apart(a).matrixPower(-2)), x(3, 3)),
                on("matrixPower 0", a -> List.of(a.matrixPower(0)), x(3, 3)).withoutGradient(),
                on("matrixExp", a -> List.of(bounded(a).matrixExp()), x(2, 3, 3)),
                on("matrixExp, large", a -> List.of(apart(a).matrixExp().mul(1e-4)), x(3, 3)),
                on("trace", a -> List.of(bounded(a).trace()), x(2, 3, 4)),
                on(
                        "matrix norms",
                        a -> List.of(
                                apart(a).matrixNorm(),
                                apart(a).matrixNorm(2),
                                apart(a).matrixNorm(-2),
                                apart(a).matrixNorm(1),
                                apart(a).matrixNorm(-1),
                                apart(a).matrixNorm(Double.POSITIVE_INFINITY),
                                apart(a).matrixNorm(Double.NEGATIVE_INFINITY),
                                apart(a).nuclearNorm()),
                        x(2, 3, 4)),
                on("condition number", a -> List.of(apart(a).cond()), x(3, 3)),
                on("whitening", a -> List.of(whitened(apart(a))), x(6, 3)),
                on("principal components", a -> List.of(projected(apart(a), 2)), x(6, 3)));
    }

    private static Case on(String name, Function<Tensor, List<Tensor>> f, Case.Operand a) {
        return Case.program(name, in -> f.apply(in.getFirst()), a).sums(ROUGH);
    }

    private static Case triangular(String kind, boolean upper, boolean left, boolean ones) {
        return line(
                        "solveTriangular, " + kind,
                        in -> apart(in.get(0)).solveTriangular(in.get(1), upper, left, ones),
                        x(2, 3, 3),
                        left ? x(2, 3, 2) : x(2, 2, 3))
                .sums(ROUGH);
    }

    /** Small numbers, whatever {@code a}. */
    private static Tensor bounded(Tensor a) {
        return a.tanh().mul(0.4);
    }

    /** A diagonal of 2, 4, 6, … with small numbers around. */
    private static Tensor apart(Tensor a) {
        int rows = a.shape().size(-2);
        int columns = a.shape().size(-1);
        double[] diagonal = new double[rows * columns];
        for (int i = 0; i < Math.min(rows, columns); i++) {
            diagonal[i * columns + i] = 2 + 2 * i;
        }
        return bounded(a).add(Tensor.of(Shape.of(rows, columns), diagonal).cast(a.dtype()));
    }

    private static Tensor symmetric(Tensor a) {
        return apart(a).add(apart(a).transpose()).mul(0.5);
    }

    private static List<Tensor> factors(LinearAlgebra.Qr found) {
        return List.of(found.q(), found.r());
    }

    private static List<Tensor> factors(LinearAlgebra.Eigh found) {
        return List.of(found.w(), found.v());
    }

    private static List<Tensor> factors(LinearAlgebra.Svd found) {
        return List.of(found.u(), found.s(), found.vt());
    }

    /** Rows turned and stretched so that their covariance is the identity, without turning them more than that takes (ZCA). */
    private static Tensor whitened(Tensor x) {
        Tensor centered = x.sub(x.mean(0));
        LinearAlgebra.Eigh axes = covariance(centered).eigh();
        Tensor stretch = axes.v()
                .mul(axes.w().add(1e-5).sqrt().reciprocal())
                .matmul(axes.v().transpose());
        return centered.matmul(stretch);
    }

    /** Rows by their coordinates along the {@code count} axes of greatest variance. */
    private static Tensor projected(Tensor x, int count) {
        Tensor centered = x.sub(x.mean(0));
        Tensor axes = covariance(centered).eigh().v();
        int n = axes.shape().size(1);
        return centered.matmul(axes.slice(1, n - count, n, 1));
    }

    private static Tensor covariance(Tensor centered) {
        return centered.transpose().matmul(centered).mul(1.0 / centered.shape().size(0));
    }
}
