package fovea.tensor;

/**
 * Methods of {@link Tensor} that take its last two axes for a matrix, {@code [..., M, N]}, and all before them for a batch. Names and
 * conventions are those of {@code torch.linalg} where nothing else is said.
 */
public sealed interface LinearAlgebra permits Tensor {

    /** {@code A = Q R}: orthonormal columns {@code q [..., M, K]} and an upper triangle {@code r [..., K, N]}, K = min(M, N). */
    record Qr(Tensor q, Tensor r) {}

    /** {@code A = V diag(w) Vᵀ}: rising eigenvalues {@code w [..., N]} and eigenvectors, the columns of {@code v [..., N, N]}. */
    record Eigh(Tensor w, Tensor v) {}

    /** {@code A = U diag(s) Vᵀ}: {@code u [..., M, K]}, falling {@code s [..., K]} and {@code vt [..., K, N]}, K = min(M, N). */
    record Svd(Tensor u, Tensor s, Tensor vt) {}

    /** Sign and logarithm of the magnitude of a determinant, {@code [...]} each. */
    record SlogDet(Tensor sign, Tensor logabsdet) {}

    private Tensor self() {
        return (Tensor) this;
    }

    /** The lower triangle L with {@code A = L Lᵀ}; see {@link Factoring.Cholesky}. */
    default Tensor cholesky() {
        return new Factoring.Cholesky().apply(self());
    }

    /** The X with {@code A X = B}, this being the triangle L of {@link #cholesky} of A. */
    default Tensor choleskySolve(Tensor b) {
        return self().transpose().solveTriangular(solveTriangular(b, false), true);
    }

    /** Orthonormal columns times an upper triangle; see {@link Factoring.Qr}. Of a wide matrix the columns on the left are factored. */
    default Qr qr() {
        Shape a = Matrices.matrix("qr", self().spec());
        int rows = a.size(-2);
        int columns = a.size(-1);
        if (rows >= columns) {
            Tensor[] factors = new Factoring.Qr().outputs(self());
            return new Qr(factors[0], factors[1]);
        }
        Tensor[] left = new Factoring.Qr().outputs(self().slice(-1, 0, rows, 1));
        Tensor right = left[0].transpose().matmul(self().slice(-1, rows, columns, 1));
        return new Qr(left[0], new Concat(a.rank() - 1).apply(left[1], right));
    }

    /** Eigenvalues and eigenvectors of a symmetric matrix; see {@link Factoring.Eigh}. */
    default Eigh eigh() {
        Tensor[] found = new Factoring.Eigh().outputs(self());
        return new Eigh(found[0], found[1]);
    }

    /** The eigenvalues of a symmetric matrix in rising order. Their gradient is right where some are equal, too. */
    default Tensor eigvalsh() {
        return eigh().w();
    }

    /** Singular values and vectors; see {@link Factoring.Svd}. */
    default Svd svd() {
        Shape a = Matrices.matrix("svd", self().spec());
        if (a.size(-2) >= a.size(-1)) {
            Tensor[] found = new Factoring.Svd().outputs(self());
            return new Svd(found[0], found[1], found[2]);
        }
        Tensor[] found = new Factoring.Svd().outputs(self().transpose());
        return new Svd(found[2].transpose(), found[1], found[0].transpose());
    }

    /** The singular values in falling order. Their gradient is right where some are equal, too. */
    default Tensor svdvals() {
        return svd().s();
    }

    /**
     * The X with {@code A X = B}; see {@link Solving.Solve}.
     *
     * @param b {@code [..., N, K]}, or a vector for each matrix, {@code [..., N]} with one axis less than A; batches are broadcast
     */
    default Tensor solve(Tensor b) {
        return system("solve", new Solving.Solve(), b);
    }

    /** The X with {@code A X = B} for a triangle A; see {@link Solving.SolveTriangular}. */
    default Tensor solveTriangular(Tensor b, boolean upper) {
        return solveTriangular(b, upper, true, false);
    }

    /**
     * The X with {@code A X = B}, or {@code X A = B} unless {@code left}, for a triangle A; batches are broadcast.
     *
     * @param unitriangular whether the diagonal is taken to be all ones
     */
    default Tensor solveTriangular(Tensor b, boolean upper, boolean left, boolean unitriangular) {
        if (!left) {
            return self().transpose()
                    .solveTriangular(b.transpose(), !upper, true, unitriangular)
                    .transpose();
        }
        Matrices.matrix("solveTriangular", b.spec());
        return system("solveTriangular", new Solving.SolveTriangular(upper, unitriangular), b);
    }

    private Tensor system(String operation, Op op, Tensor b) {
        Tensor a = self();
        Shape left = Matrices.square(operation, a.spec());
        if (b.shape().rank() == left.rank() - 1) {
            int[] column = java.util.Arrays.copyOf(b.shape().toArray(), left.rank());
            column[left.rank() - 1] = 1;
            return op.apply(a, b.reshape(Shape.of(column))).reshape(b.shape());
        }
        if (b.shape().rank() < 2) {
            throw new ShapeException(
                    operation, "a is " + a.spec() + " and b is " + b.spec(), "b must be [..., N, K] for a [..., N, N]");
        }
        Shape right = b.shape();
        Shape batch = Shape.common(operation, Matrices.batch(left), Matrices.batch(right));
        return op.apply(
                a.broadcastTo(Matrices.of(batch, left.size(-2), left.size(-1))),
                b.broadcastTo(Matrices.of(batch, right.size(-2), right.size(-1))));
    }

    /** {@code A⁻¹}, which a singular matrix has not; it is refused when it is met. */
    default Tensor inverse() {
        Matrices.square("inverse", self().spec());
        return new Solving.Solve().apply(self(), Matrices.identity(self().spec()));
    }

    /** The determinant; see {@link Solving.Det}. */
    default Tensor det() {
        return new Solving.Det().apply(self());
    }

    /** Sign and logarithm of the determinant's magnitude; see {@link Solving.SlogDet}. */
    default SlogDet slogdet() {
        Tensor[] found = new Solving.SlogDet().outputs(self());
        return new SlogDet(found[0], found[1]);
    }

    /** The logarithm of the determinant, not-a-number where that is negative. */
    default Tensor logdet() {
        SlogDet found = slogdet();
        return found.logabsdet().add(found.sign().log());
    }

    /** The pseudo-inverse; singular values below {@code max(M, N)} roundings of the largest count as 0. */
    default Tensor pinv() {
        return pinv(roundings());
    }

    /** The pseudo-inverse; singular values up to {@code tolerance} times the largest count as 0. See {@link Solving.Pinv}. */
    default Tensor pinv(double tolerance) {
        return new Solving.Pinv(tolerance).apply(self());
    }

    /** The X that makes {@code ‖A X − B‖} least, and of those the shortest; {@code B [..., M, K]} → {@code X [..., N, K]}. */
    default Tensor lstsq(Tensor b) {
        return pinv().matmul(b);
    }

    /** How many singular values are above {@code max(M, N)} roundings of the largest; {@code i32 [...]}. */
    default Tensor matrixRank() {
        return matrixRank(roundings());
    }

    /** How many singular values are above {@code tolerance} times the largest; {@code i32 [...]}. */
    default Tensor matrixRank(double tolerance) {
        Tensor s = svdvals();
        if (s.shape().size(-1) == 0) {
            return s.cast(DType.I32).sum(-1);
        }
        return s.gt(s.slice(-1, 0, 1, 1).mul(tolerance)).cast(DType.I32).sum(-1);
    }

    private double roundings() {
        Shape a = Matrices.matrix("pinv", self().spec());
        double unit = self().dtype() == DType.F64 ? Math.ulp(1d) : Math.ulp(1f);
        return Math.max(a.size(-2), a.size(-1)) * unit;
    }

    /** {@code A} times itself, {@code n} factors in all; the identity for 0, powers of the inverse for negative {@code n}. */
    default Tensor matrixPower(int n) {
        Matrices.square("matrixPower", self().spec());
        Tensor base = n < 0 ? inverse() : self();
        Tensor power = null;
        for (long left = Math.abs((long) n); left > 0; left /= 2) {
            if (left % 2 == 1) {
                power = power == null ? base : power.matmul(base);
            }
            base = left > 1 ? base.matmul(base) : base;
        }
        return power == null ? Matrices.identity(self().spec()) : power;
    }

    /** {@code eᴬ}; see {@link Solving.MatrixExp}. */
    default Tensor matrixExp() {
        return new Solving.MatrixExp().apply(self());
    }

    /** The sum of the diagonal, {@code [...]}. */
    default Tensor trace() {
        Matrices.matrix("trace", self().spec());
        return Matrices.diagonal(self()).sum(-1);
    }

    /** The Frobenius norm, {@code √Σ aᵢⱼ²}, {@code [...]}; its gradient is 0 where it is 0. */
    default Tensor matrixNorm() {
        Matrices.matrix("matrixNorm", self().spec());
        Tensor squares = self().square().sum(-2, -1);
        Tensor zero = squares.eq(0);
        return zero.where(squares, zero.where(1, squares).sqrt());
    }

    /**
     * A norm of the matrix, {@code [...]}.
     *
     * @param order 2 for the largest singular value, 1 for the largest sum of magnitudes over a column, infinity for that over a row;
     *     −2, −1 and minus infinity for the smallest of them
     */
    default Tensor matrixNorm(double order) {
        Matrices.matrix("matrixNorm", self().spec());
        double kind = Math.abs(order);
        Tensor sizes;
        if (kind == 2) {
            sizes = svdvals();
        } else if (kind == 1 || kind == Double.POSITIVE_INFINITY) {
            sizes = self().abs().sum(kind == 1 ? -2 : -1);
        } else {
            throw new ShapeException(
                    "matrixNorm",
                    "the order is " + order,
                    "a matrix has norms of order 1, 2, infinity and their negatives; matrixNorm() and nuclearNorm() besides");
        }
        return order > 0 ? sizes.max(-1) : sizes.neg().max(-1).neg();
    }

    /** The sum of the singular values, {@code [...]}. */
    default Tensor nuclearNorm() {
        return svdvals().sum(-1);
    }

    /** The condition number, the largest singular value by the smallest, {@code [...]}. */
    default Tensor cond() {
        return matrixNorm(2).div(matrixNorm(-2));
    }
}
