package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Ops that undo matrices or measure them: systems of equations, determinants, the pseudo-inverse, the exponential. They work on the last
 * two axes, on each matrix of a batch by itself, and in double precision inside. Gradient rules: Giles (2008, "An extended collection of
 * matrix derivative results for forward and reverse mode algorithmic differentiation"), where no other source is named.
 */
public sealed interface Solving extends Op {

    private static Spec[] system(String operation, Spec a, Spec b) {
        Shape left = Matrices.square(operation, a);
        Shape right = b.shape();
        boolean fits = right.rank() == left.rank()
                && Matrices.batch(left).equals(Matrices.batch(right))
                && left.size(-1) == right.size(-2)
                && a.dtype() == b.dtype();
        if (!fits) {
            throw new ShapeException(
                    operation,
                    "a is " + a + " and b is " + b,
                    "b must be of the same type, with the same batch and as many rows; [..., N, K] for a [..., N, N]");
        }
        return new Spec[] {b};
    }

    /**
     * The X with {@code A X = B} for an A that can be inverted; by elimination with row pivots. Refuses a singular matrix when it meets it.
     *
     * <p>Gradient: {@code dB = A⁻ᵀ dX}, {@code dA = −dB Xᵀ}.
     *
     * <p>Shapes: {@code A [..., N, N]}, {@code B [..., N, K]} → {@code X [..., N, K]}.
     */
    record Solve() implements Solving {
        @Override
        public Spec[] infer(Spec... x) {
            return system("solve", x[0], x[1]);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0).andOutputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor db = apply(r.input(0).transpose(), Op.only(dy));
            return r.gradients(() -> db.matmul(r.output(0).transpose()).neg(), () -> db);
        }
    }

    /**
     * The X with {@code A X = B} for a triangle A, of which the other triangle is not read. Refuses a zero on the diagonal when it meets it.
     *
     * <p>Gradient: {@code dB = A⁻ᵀ dX}, {@code dA} the triangle of {@code −dB Xᵀ}.
     *
     * <p>Shapes: {@code A [..., N, N]}, {@code B [..., N, K]} → {@code X [..., N, K]}.
     *
     * @param upper whether the upper triangle is meant, or the lower
     * @param unitriangular whether the diagonal is taken to be all ones, and not read
     */
    record SolveTriangular(boolean upper, boolean unitriangular) implements Solving {
        @Override
        public Spec[] infer(Spec... x) {
            return system("solveTriangular", x[0], x[1]);
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0).andOutputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor db =
                    new SolveTriangular(!upper, unitriangular).apply(r.input(0).transpose(), Op.only(dy));
            return r.gradients(
                    () -> {
                        Tensor da = db.matmul(r.output(0).transpose()).neg();
                        return upper ? Matrices.upper(da, unitriangular) : Matrices.lower(da, unitriangular);
                    },
                    () -> db);
        }
    }

    /**
     * Sign and logarithm of the magnitude of the determinant: 0 and −∞ for a singular matrix. Gradient, through the logarithm only:
     * {@code dA = d A⁻ᵀ}, which a singular matrix has not.
     *
     * <p>Shapes: {@code A [..., N, N]} → sign {@code [...]}, logarithm {@code [...]}.
     */
    record SlogDet() implements Solving {
        @Override
        public Spec[] infer(Spec... x) {
            Spec each = x[0].with(Matrices.batch(Matrices.square("slogdet", x[0])));
            return new Spec[] {each, each};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor a = r.input(0);
            return new Tensor[] {dy[1] == null ? null : a.transpose().inverse().mul(single(dy[1]))};
        }
    }

    /** {@code [...]} → {@code [..., 1, 1]}. */
    private static Tensor single(Tensor each) {
        return each.reshape(Matrices.of(each.shape(), 1, 1));
    }

    /**
     * The determinant. Gradient: {@code dA = dy · cof A} ({@link Cofactor}), also for a singular matrix.
     *
     * <p>Shapes: {@code A [..., N, N]} → {@code y [...]}.
     */
    record Det() implements Solving {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {x[0].with(Matrices.batch(Matrices.square("det", x[0])))};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return new Tensor[] {new Cofactor().apply(r.input(0)).mul(single(Op.only(dy)))};
        }
    }

    /**
     * The matrix of cofactors, {@code det A · A⁻ᵀ} where A has an inverse, and its limit where not. It is differentiated by that formula, so
     * the second derivatives of a determinant need an A that can be inverted.
     *
     * <p>Shapes: {@code A [..., N, N]} → {@code [..., N, N]}.
     */
    record Cofactor() implements Composite, Solving {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {x[0].with(Matrices.square("cofactor", x[0]))};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {x[0].transpose().inverse().mul(single(x[0].det()))};
        }
    }

    /**
     * The pseudo-inverse of Moore and Penrose, {@code A⁺ = V diag(1/s) Uᵀ} over the singular values above {@code tolerance} times the
     * largest.
     *
     * <p>Gradient, where the rank does not change: {@code dA = −Pᵀ dP Pᵀ + (1 − A P) dPᵀ P Pᵀ + Pᵀ P dPᵀ (1 − P A)} with {@code P = A⁺}
     * (Golub and Pereyra 1973).
     *
     * <p>Shapes: {@code A [..., M, N]} → {@code A⁺ [..., N, M]}.
     */
    record Pinv(double tolerance) implements Solving {
        @Override
        public Spec[] infer(Spec... x) {
            Shape a = Matrices.matrix("pinv", x[0]);
            return new Spec[] {x[0].with(Matrices.of(Matrices.batch(a), a.size(-1), a.size(-2)))};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0).andOutputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor a = r.input(0);
            Tensor p = r.output(0);
            Tensor pt = p.transpose();
            Tensor d = Op.only(dy).transpose();
            Tensor onRows = d.matmul(p).matmul(pt);
            Tensor onColumns = pt.matmul(p).matmul(d);
            Tensor da = onRows.sub(a.matmul(p).matmul(onRows))
                    .add(onColumns.sub(onColumns.matmul(p).matmul(a)))
                    .sub(pt.matmul(Op.only(dy)).matmul(pt));
            return new Tensor[] {da};
        }
    }

    /**
     * The exponential of a matrix, {@code Σ Aᵏ/k!}; by scaling and squaring a rational approximation of degree 13 (Higham 2005, "The scaling
     * and squaring method for the matrix exponential revisited").
     *
     * <p>Gradient: the upper right block of {@code exp [[Aᵀ, dY], [0, Aᵀ]]} (Najfeld and Havel 1995).
     *
     * <p>Shapes: {@code A [..., N, N]} → {@code Y [..., N, N]}.
     */
    record MatrixExp() implements Solving {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {x[0].with(Matrices.square("matrixExp", x[0]))};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor a = r.input(0).transpose();
            int n = a.shape().size(-1);
            int rank = a.shape().rank();
            Tensor above = new Concat(rank - 1).apply(a, Op.only(dy));
            Tensor below = a.pad(-1, n, 0);
            Tensor all = apply(new Concat(rank - 2).apply(above, below));
            return new Tensor[] {all.slice(-2, 0, n, 1).slice(-1, n, 2 * n, 1)};
        }
    }
}
