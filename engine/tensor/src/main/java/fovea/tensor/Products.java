package fovea.tensor;

import java.util.Arrays;

/**
 * Methods of {@link Tensor} that multiply and add along shared axes. They take numbers of one type, whole ones too; those wrap around as
 * their sums do.
 */
public sealed interface Products permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * The matrix product, {@code [..., M, K] · [..., K, N] → [..., M, N]}; see {@link MatMul}. Axes before the last two are broadcast. A
     * vector on the left is a row, one on the right a column, and that axis is not in the result.
     */
    default Tensor matmul(Tensor b) {
        return MatrixProducts.matmul(self(), b);
    }

    /** The sum of the products of the elements of two vectors, {@code []}. */
    default Tensor dot(Tensor b) {
        if (self().shape().rank() != 1 || !self().shape().equals(b.shape())) {
            throw new ShapeException(
                    "dot", "a is " + self().shape() + " and b is " + b.shape(), "both must be [n]; matmul takes more");
        }
        return matmul(b);
    }

    /** {@link #dot} of all elements, whatever the shapes. */
    default Tensor vdot(Tensor b) {
        return self().reshape(-1).dot(b.reshape(-1));
    }

    /** Every element of one vector times every element of the other, {@code [m], [n] → [m, n]}. */
    default Tensor outer(Tensor b) {
        if (self().shape().rank() != 1 || b.shape().rank() != 1) {
            throw new ShapeException(
                    "outer",
                    "a is " + self().shape() + " and b is " + b.shape(),
                    "both must be vectors; reshape(-1) makes one");
        }
        return self().unsqueeze(1).mul(b);
    }

    /** The dot products of all rows, {@code [..., K], [..., K] → [..., ...]}; a scalar scales. */
    default Tensor inner(Tensor b) {
        return self().shape().rank() == 0 || b.shape().rank() == 0
                ? self().mul(b)
                : tensordot(b, new int[] {-1}, new int[] {-1});
    }

    /** The sum of products over the last {@code axes} axes of this and the first of {@code b}. */
    default Tensor tensordot(Tensor b, int axes) {
        int rank = self().shape().rank();
        if (axes < 0 || axes > rank || axes > b.shape().rank()) {
            throw new ShapeException(
                    "tensordot",
                    axes + " axes of a " + self().shape() + " and b " + b.shape(),
                    "0 to %d would fit".formatted(Math.min(rank, b.shape().rank())));
        }
        return tensordot(b, Positions.steps(axes, rank - axes, 1), Positions.steps(axes, 0, 1));
    }

    /** The sum of products over axes {@code mine} of this and {@code other} of b, which are paired; what is left of this, then of b. */
    default Tensor tensordot(Tensor b, int[] mine, int[] other) {
        return MatrixProducts.tensordot(self(), b, mine, other);
    }

    /** {@code x wᵀ}, weights {@code w [out, in]}: {@code [..., in] → [..., out]}. */
    default Tensor linear(Tensor w) {
        return MatrixProducts.linear(self(), w);
    }

    /**
     * {@code x wᵀ} in single precision, of numbers of 16 bits: what is added up is stored without being rounded to 16 bits. Whole numbers
     * up to 256 are exact in bf16, so products of bytes are exact up to the rounding of their sums.
     */
    default Tensor wideLinear(Tensor w) {
        return Finished.wideProduct().apply(self(), w.transpose());
    }

    /** {@code x wᵀ + b}, weights {@code w [out, in]} and bias {@code [out]}: {@code [..., in] → [..., out]}. */
    default Tensor linear(Tensor w, Tensor bias) {
        return linear(w).add(bias);
    }

    /** {@code yₒ = xᵀ Wₒ z}, weights {@code w [out, in1, in2]}: {@code x [..., in1]}, {@code z [..., in2]} → {@code [..., out]}. */
    default Tensor bilinear(Tensor z, Tensor w) {
        return MatrixProducts.bilinear(self(), z, w);
    }

    /** {@code beta · this + alpha · a b}, broadcast; this is not looked at if {@code beta} is 0 (PyTorch's addmm, addmv and baddbmm). */
    default Tensor addMatmul(Tensor a, Tensor b, double beta, double alpha) {
        Tensor product = a.matmul(b);
        Tensor scaled = alpha == 1 ? product : product.mul(alpha);
        return beta == 0
                ? scaled.broadcastTo(Shape.common("addMatmul", self().shape(), scaled.shape()))
                : (beta == 1 ? self() : self().mul(beta)).add(scaled);
    }

    /**
     * A sum of products in Einstein's notation, such as {@code a.einsum("ij,jk->ik", b)}; this is the first operand.
     *
     * <p>Each operand has a letter an axis, upper and lower case apart. The result has the letters after {@code ->}; over all others is
     * summed. A letter twice in one operand means its diagonal; {@code ...} stands for axes that are broadcast. Without an arrow the result
     * has first the {@code ...}, then the letters that occur once, in alphabetical order. Spaces say nothing. Several operands are multiplied
     * two by two, the cheapest pair first.
     *
     * @see <a href="https://pytorch.org/docs/1.13/generated/torch.einsum.html">torch.einsum</a>
     */
    default Tensor einsum(String equation, Tensor... others) {
        Tensor[] all = new Tensor[others.length + 1];
        all[0] = self();
        System.arraycopy(others, 0, all, 1, others.length);
        return Einsum.of(equation, all);
    }

    /** The product of matrices in the order that takes the fewest multiplications; a vector may come first and last. */
    default Tensor multiDot(Tensor... others) {
        Tensor[] all = new Tensor[others.length + 1];
        all[0] = self();
        System.arraycopy(others, 0, all, 1, others.length);
        return MatrixChain.product(all);
    }

    /** The Kronecker product: every element of this times all of {@code b}, {@code [m, n], [p, q] → [m·p, n·q]}; any rank. */
    default Tensor kron(Tensor b) {
        int rank = Math.max(self().shape().rank(), b.shape().rank());
        int[] left = new int[2 * rank];
        int[] right = new int[2 * rank];
        int[] sizes = new int[rank];
        Arrays.fill(left, 1);
        Arrays.fill(right, 1);
        for (int i = 1; i <= rank; i++) {
            left[2 * (rank - i)] = i <= self().shape().rank() ? self().shape().size(-i) : 1;
            right[2 * (rank - i) + 1] = i <= b.shape().rank() ? b.shape().size(-i) : 1;
            sizes[rank - i] = Math.multiplyExact(left[2 * (rank - i)], right[2 * (rank - i) + 1]);
        }
        return self().reshape(Shape.of(left)).mul(b.reshape(Shape.of(right))).reshape(Shape.of(sizes));
    }

    /** The cross product of the vectors of 3 along {@code axis}; everything else is broadcast. */
    default Tensor cross(Tensor b, int axis) {
        Shape common = Shape.common("cross", self().shape(), b.shape());
        if (common.size(axis) != 3) {
            throw new ShapeException(
                    "cross",
                    "a is %s and b is %s, along axis %d".formatted(self().shape(), b.shape(), axis),
                    "it takes vectors of 3, and there are " + common.size(axis));
        }
        Tensor x = self().broadcastTo(common);
        Tensor y = b.broadcastTo(common);
        return x.roll(-1, axis).mul(y.roll(1, axis)).sub(x.roll(1, axis).mul(y.roll(-1, axis)));
    }

    /** The cosine of the angle between vectors along {@code axis}, which disappears; see {@link #cosineSimilarity(Tensor, int, double)}. */
    default Tensor cosineSimilarity(Tensor b, int axis) {
        return cosineSimilarity(b, axis, 1e-8);
    }

    /** {@code Σ a b / max(‖a‖ · ‖b‖, eps)} along {@code axis}, which disappears; the rest is broadcast. */
    default Tensor cosineSimilarity(Tensor b, int axis, double eps) {
        Shape common = Shape.common("cosineSimilarity", self().shape(), b.shape());
        return Distances.cosine(self().broadcastTo(common), b.broadcastTo(common), common.axis(axis), eps);
    }

    /**
     * The covariances of the rows, {@code [V, N] → [V, V]}: each row is a variable, each column an observation. A vector is one variable, whose
     * variance is a scalar.
     *
     * @param correction what is taken from the number of observations before it divides; 1 as PyTorch's and NumPy's
     */
    default Tensor covariance(int correction) {
        Tensor x = Distances.observations("covariance", self());
        Tensor centred = x.sub(x.mean(1).unsqueeze(1));
        Tensor products =
                centred.matmul(centred.transpose()).div((double) x.shape().size(1) - correction);
        return self().shape().rank() == 1 ? products.reshape() : products;
    }

    /** The correlations of the rows, {@code [V, N] → [V, V]}: their covariances, divided by both standard deviations. */
    default Tensor correlation() {
        Tensor c = Distances.observations("correlation", self()).covariance(1);
        Tensor deviation = c.diagonal(0, 0, 1).sqrt();
        Tensor y = c.div(deviation.unsqueeze(1)).div(deviation);
        return self().shape().rank() == 1 ? y.reshape() : y;
    }

    /** {@link #cdist(Tensor, double)} with {@code p = 2}. */
    default Tensor cdist(Tensor b) {
        return cdist(b, 2);
    }

    /**
     * The distance of every row of this from every row of b, {@code [..., P, M], [..., R, M] → [..., P, R]}: {@code (Σ |aᵢ − bᵢ|ᵖ)^(1/p)}, for
     * {@code p = ∞} the largest difference, for {@code p = 0} their number. Exact also for near rows, which takes {@code P·R·M} numbers of
     * memory; {@link #squaredDistances} takes less. The gradient is 0 where the distance is, as PyTorch's.
     */
    default Tensor cdist(Tensor b, double p) {
        return Distances.all(self(), b, p);
    }

    /** The distances of the rows of {@code [N, M]} from each other, each pair once: 0 and 1, 0 and 2, …; {@code [N·(N − 1)/2]}. */
    default Tensor pdist(double p) {
        return Distances.pairs(self(), p);
    }

    /**
     * The squared Euclidean distance of every row of this from every row of b, {@code [..., P, M], [..., R, M] → [..., P, R]}, by a matrix
     * product: {@code ‖a‖² − 2 a·b + ‖b‖²}, not below 0. Fast, and off by roundings of the squared norms.
     */
    default Tensor squaredDistances(Tensor b) {
        return Distances.squared(self(), b);
    }
}
