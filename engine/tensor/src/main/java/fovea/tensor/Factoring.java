package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Ops that write a matrix as a product of simpler ones. They work on the last two axes, on each matrix of a batch by itself, and in double
 * precision inside. What is not unique, the signs of columns, is fixed by a rule, so that the same matrix always gives the same factors.
 *
 * <p>The gradient rules are those collected by Giles (2008, "An extended collection of matrix derivative results for forward and reverse
 * mode algorithmic differentiation"). Eigenvectors and singular vectors turn the faster the closer their values are: where two are equal,
 * their gradient is infinite or not-a-number, as PyTorch's, while that of the values alone is right.
 */
public sealed interface Factoring extends Op {

    private static Tensor half(Tensor symmetric) {
        return symmetric.add(symmetric.transpose()).mul(0.5);
    }

    private static Tensor sum(@Nullable Tensor a, Tensor b) {
        return a == null ? b : a.add(b);
    }

    /**
     * The lower triangle L with {@code A = L Lᵀ} of a positive definite A, of which the lower triangle is read. Refuses a matrix that is not
     * positive definite when it meets it.
     *
     * <p>Gradient, with Φ the lower triangle and half the diagonal: {@code dA = ½ (S + Sᵀ)}, {@code S = L⁻ᵀ Φ(Lᵀ dL) L⁻¹} (Murray 2016,
     * <a href="https://arxiv.org/abs/1602.07527">arXiv:1602.07527</a>).
     *
     * <p>Shapes: {@code A [..., N, N]} → {@code L [..., N, N]}.
     */
    record Cholesky() implements Factoring {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {x[0].with(Matrices.square("cholesky", x[0]))};
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor factor = r.output(0);
            Tensor turned = factor.transpose();
            Tensor product = turned.matmul(Op.only(dy));
            Tensor phi = Matrices.lower(product, false)
                    .add(Matrices.lower(product, true))
                    .mul(0.5);
            Tensor left = turned.solveTriangular(phi, true);
            return new Tensor[] {half(turned.solveTriangular(left.transpose(), true))};
        }
    }

    /**
     * {@code A = Q R} with orthonormal columns Q and an upper triangle R, for matrices at least as tall as wide. By Householder's
     * reflections; the signs are LAPACK's {@code geqrf}'s, so the diagonal of R may be negative.
     *
     * <p>Gradient: {@code dA = (dQ + Q C) R⁻ᵀ}, where C is the lower triangle of {@code R dRᵀ − dQᵀ Q} mirrored to the upper one (Liao, Liu,
     * Wang and Xiang 2019, <a href="https://arxiv.org/abs/1903.09650">arXiv:1903.09650</a>).
     *
     * <p>Shapes: {@code A [..., M, N]}, M ≥ N → {@code Q [..., M, N]}, {@code R [..., N, N]}.
     */
    record Qr() implements Factoring {
        @Override
        public Spec[] infer(Spec... x) {
            Shape a = tall("qr", x[0]);
            return new Spec[] {x[0], x[0].with(a.with(-2, a.size(-1)))};
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor q = r.output(0);
            Tensor factor = r.output(1);
            Tensor m = null;
            if (dy[1] != null) {
                m = factor.matmul(Matrices.upper(dy[1], false).transpose());
            }
            if (dy[0] != null) {
                m = sum(m, dy[0].transpose().matmul(q).neg());
            }
            Tensor lower = Matrices.lower(java.util.Objects.requireNonNull(m), false);
            Tensor mirrored = lower.add(Matrices.lower(lower, true).transpose());
            Tensor inner = sum(dy[0], q.matmul(mirrored));
            return new Tensor[] {factor.solveTriangular(inner.transpose(), true).transpose()};
        }
    }

    /**
     * Eigenvalues in rising order and eigenvectors of a symmetric matrix, {@code A = V diag(w) Vᵀ}; the lower triangle is read. The entry of
     * largest magnitude of each eigenvector, the first of equals, is positive.
     *
     * <p>Gradient: {@code dA = V (diag(dw) + F ∘ (Vᵀ dV)) Vᵀ} made symmetric, {@code Fᵢⱼ = 1/(wⱼ − wᵢ)} off the diagonal.
     *
     * <p>Shapes: {@code A [..., N, N]} → {@code w [..., N]}, {@code V [..., N, N]}.
     */
    record Eigh() implements Factoring {
        @Override
        public Spec[] infer(Spec... x) {
            Shape a = Matrices.square("eigh", x[0]);
            return new Spec[] {x[0].with(values(a, a.size(-1))), x[0]};
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor v = r.output(1);
            Tensor da = null;
            if (dy[0] != null) {
                da = Matrices.scaleColumns(v, dy[0]).matmul(v.transpose());
            }
            if (dy[1] != null) {
                Tensor turn = v.transpose().matmul(dy[1]).mul(Matrices.reciprocalGaps(r.output(0)));
                da = sum(da, half(v.matmul(turn).matmul(v.transpose())));
            }
            return new Tensor[] {da};
        }
    }

    /**
     * Singular values in falling order and singular vectors, {@code A = U diag(s) Vᵀ}, for matrices at least as tall as wide. By one-sided
     * Jacobi rotations (Hestenes 1958), which find small values as exactly as large ones. The entry of largest magnitude of each column of
     * U, the first of equals, is positive.
     *
     * <p>Gradient: {@code dA = U ((F ∘ skew(Uᵀ dU)) diag(s) + diag(s) (F ∘ skew(Vᵀ dV)) + diag(ds)) Vᵀ + (1 − U Uᵀ) dU diag(1/s) Vᵀ} with
     * {@code skew(X) = X − Xᵀ} and {@code Fᵢⱼ = 1/(sⱼ² − sᵢ²)} off the diagonal (Townsend 2016, "Differentiating the singular value
     * decomposition").
     *
     * <p>Shapes: {@code A [..., M, N]}, M ≥ N → {@code U [..., M, N]}, {@code s [..., N]}, {@code Vᵀ [..., N, N]}.
     */
    record Svd() implements Factoring {
        @Override
        public Spec[] infer(Spec... x) {
            Shape a = tall("svd", x[0]);
            return new Spec[] {x[0], x[0].with(values(a, a.size(-1))), x[0].with(a.with(-2, a.size(-1)))};
        }

        @Override
        public Keep keep() {
            return Keep.outputs(0, 1, 2);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            Tensor u = r.output(0);
            Tensor s = r.output(1);
            Tensor vt = r.output(2);
            Tensor inner = null;
            if (dy[1] != null) {
                inner = Matrices.scaleColumns(Matrices.identity(vt.spec()), dy[1]);
            }
            Tensor beside = null;
            if (dy[0] != null) {
                Tensor along = u.transpose().matmul(dy[0]);
                inner = sum(inner, Matrices.scaleColumns(turn(along, s), s));
                beside = Matrices.scaleColumns(dy[0].sub(u.matmul(along)), s.reciprocal());
            }
            if (dy[2] != null) {
                inner = sum(inner, Matrices.scaleRows(turn(vt.matmul(dy[2].transpose()), s), s));
            }
            Tensor da = u.matmul(java.util.Objects.requireNonNull(inner));
            return new Tensor[] {sum(beside, da).matmul(vt)};
        }

        private static Tensor turn(Tensor x, Tensor s) {
            return x.sub(x.transpose()).mul(Matrices.reciprocalGaps(s.square()));
        }
    }

    private static Shape tall(String operation, Spec x) {
        Shape a = Matrices.matrix(operation, x);
        if (a.size(-2) < a.size(-1)) {
            throw new ShapeException(
                    operation, "a is " + a, "a must be at least as tall as wide; a.transpose() would fit");
        }
        return a;
    }

    /** {@code [..., M, N]} → {@code [..., n]}. */
    private static Shape values(Shape a, int n) {
        int[] sizes = java.util.Arrays.copyOf(a.toArray(), a.rank() - 1);
        sizes[sizes.length - 1] = n;
        return Shape.of(sizes);
    }
}
