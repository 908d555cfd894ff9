package fovea.tensor;

/** Lengths and distances of vectors, whose gradients are 0 where they are. */
final class Distances {
    private Distances() {}

    static Tensor all(Tensor a, Tensor b, double p) {
        check("cdist", a, b);
        return length(a.unsqueeze(-2).sub(b.unsqueeze(-3)), p);
    }

    /** Of each pair of different rows of {@code [N, M]} once, those of the first row first. */
    static Tensor pairs(Tensor x, double p) {
        if (x.shape().rank() != 2) {
            throw new ShapeException("pdist", "x is " + x.shape(), "x must be [N, M]");
        }
        int n = x.shape().size(0);
        Tensor pairs = Tensor.arange(n).combinations(2);
        return length(x.take(0, pairs.select(1, 0)).sub(x.take(0, pairs.select(1, 1))), p);
    }

    /** {@code (Σ |xᵢ|ᵖ)^(1/p)} along the last axis. */
    private static Tensor length(Tensor difference, double p) {
        if (!(p >= 0)) {
            throw new ShapeException("cdist", "p is " + p, "0 or more would fit, infinity too");
        }
        Tensor size = difference.abs();
        if (p == 0) {
            return difference.ne(0).cast(difference.dtype()).sum(-1);
        }
        if (p == 1) {
            return size.sum(-1);
        }
        if (p == Double.POSITIVE_INFINITY) {
            return size.shape().size(-1) == 0 ? size.sum(-1) : size.max(-1);
        }
        if (p == 2) {
            return root(difference.square().sum(-1), 2);
        }
        Tensor none = size.eq(0);
        return root(none.where(0, none.where(1, size).pow(p)).sum(-1), p);
    }

    /** The p-th root, with gradient 0 at 0. */
    private static Tensor root(Tensor x, double p) {
        Tensor none = x.eq(0);
        Tensor safe = none.where(1, x);
        return none.where(0, p == 2 ? safe.sqrt() : safe.pow(1 / p));
    }

    static Tensor squared(Tensor a, Tensor b) {
        check("squaredDistances", a, b);
        Tensor mine = a.square().sum(-1).unsqueeze(-1);
        Tensor other = b.square().sum(-1).unsqueeze(-2);
        return mine.add(other).sub(a.matmul(b.transpose()).mul(2)).maximum(0);
    }

    /** Variables as rows of observations, one row where there is a vector. */
    static Tensor observations(String operation, Tensor x) {
        if (x.shape().rank() < 1 || x.shape().rank() > 2 || !x.dtype().isFloating()) {
            throw new ShapeException(
                    operation, "x is " + x.spec(), "x must be [V, N] or [N] of floating-point numbers");
        }
        return x.atLeast(2);
    }

    private static void check(String operation, Tensor a, Tensor b) {
        boolean fits = a.shape().rank() >= 2
                && b.shape().rank() >= 2
                && a.shape().size(-1) == b.shape().size(-1)
                && a.dtype() == b.dtype()
                && a.dtype().isFloating();
        if (!fits) {
            throw new ShapeException(
                    operation,
                    "a is " + a.spec() + " and b is " + b.spec(),
                    "a must be [..., P, M] and b [..., R, M], of one floating-point type and with the same M");
        }
    }

    /** The cosine of the angle between vectors along an axis; the product of their lengths counts as no less than {@code eps}. */
    static Tensor cosine(Tensor a, Tensor b, int axis, double eps) {
        Tensor lengths = root(a.square().sum(axis), 2).mul(root(b.square().sum(axis), 2));
        return a.mul(b).sum(axis).div(lengths.lt(eps).where(eps, lengths));
    }
}
