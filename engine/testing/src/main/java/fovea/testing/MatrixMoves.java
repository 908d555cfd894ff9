package fovea.testing;

import fovea.tensor.LinearAlgebra;
import fovea.tensor.LstmSteps;
import fovea.tensor.MatMul;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Steps on matrices. Those that take one apart get one with a large diagonal: singular values and eigenvalues keep apart there. */
final class MatrixMoves {
    private MatrixMoves() {}

    static List<Move> all() {
        return List.of(
                new Move("matmul", MatrixMoves::matmul),
                new Move("matmul by its transpose", d -> d.map("x xᵀ", x -> x.matmul(x.transpose()), d.real(2, 4))),
                square("cholesky", a -> symmetric(a).cholesky()),
                new Move("qr", d -> d.step("qr", (real, in) -> qr(apart(in.getFirst())), tall(d))),
                new Move("eigh", d -> d.step("eigh", (real, in) -> eigh(symmetric(in.getFirst())), square(d))),
                new Move("svd", d -> d.step("svd", (real, in) -> svd(apart(in.getFirst())), tall(d))),
                new Move("solve", MatrixMoves::solve),
                new Move("solveTriangular", MatrixMoves::triangular),
                square("inverse", a -> apart(a).inverse()),
                square("det", a -> apart(a).det()),
                new Move("slogdet", d -> d.step("slogdet", (real, in) -> slogdet(apart(in.getFirst())), square(d))),
                new Move("pinv", d -> d.map("pinv", a -> apart(a).pinv(), tall(d))),
                square("matrixExp", a -> bounded(a).matrixExp()),
                square("matrixPower 3", a -> bounded(a).matrixPower(3)),
                square("norms", a -> apart(a).matrixNorm().add(apart(a).nuclearNorm())),
                new Move("lstmSteps", MatrixMoves::lstmSteps));
    }

    private static Move square(String name, UnaryOperator<Tensor> f) {
        return new Move(name, d -> d.map(name, f, square(d)));
    }

    private static Draft.Value square(Draft d) {
        int n = 1 + d.upTo(3);
        return d.like(d.chance(0.6) ? Shape.of(n, n) : Shape.of(1 + d.upTo(2), n, n));
    }

    private static Draft.Value tall(Draft d) {
        int n = 1 + d.upTo(2);
        int m = n + d.upTo(2);
        return d.like(d.chance(0.6) ? Shape.of(m, n) : Shape.of(1 + d.upTo(2), m, n));
    }

    private static void matmul(Draft d) {
        Draft.Value a = d.real(2, 4);
        Shape b = a.shape().with(-2, a.size(-1)).with(-1, d.size());
        d.op(new MatMul(), a, d.like(b));
    }

    private static void lstmSteps(Draft d) {
        int t = 1 + d.upTo(3);
        int n = 1 + d.upTo(3);
        int h = 1 + d.upTo(4);
        d.op(
                new LstmSteps(d.chance(0.3)),
                d.like(Shape.of(t, n, 4 * h)),
                d.like(Shape.of(h, 4 * h)),
                d.like(Shape.of(n, h)),
                d.like(Shape.of(n, h)));
    }

    private static void solve(Draft d) {
        Draft.Value a = square(d);
        d.step(
                "solve",
                (real, in) -> List.of(apart(in.get(0)).solve(in.get(1))),
                a,
                d.like(a.shape().with(-1, 1 + d.upTo(2))));
    }

    private static void triangular(Draft d) {
        Draft.Value a = square(d);
        boolean upper = d.chance(0.5);
        boolean left = d.chance(0.7);
        boolean ones = d.chance(0.3);
        d.step(
                "solveTriangular" + (upper ? ", upper" : "") + (left ? "" : ", from the right")
                        + (ones ? ", with ones" : ""),
                (real, in) -> List.of(apart(in.get(0)).solveTriangular(in.get(1), upper, left, ones)),
                a,
                d.like(a.shape().with(left ? -1 : -2, 1 + d.upTo(2))));
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

    private static List<Tensor> qr(Tensor a) {
        LinearAlgebra.Qr found = a.qr();
        return List.of(found.q(), found.r());
    }

    private static List<Tensor> eigh(Tensor a) {
        LinearAlgebra.Eigh found = a.eigh();
        return List.of(found.w(), found.v());
    }

    private static List<Tensor> svd(Tensor a) {
        LinearAlgebra.Svd found = a.svd();
        return List.of(found.u(), found.s(), found.vt());
    }

    private static List<Tensor> slogdet(Tensor a) {
        LinearAlgebra.SlogDet found = a.slogdet();
        return List.of(found.sign(), found.logabsdet());
    }
}
