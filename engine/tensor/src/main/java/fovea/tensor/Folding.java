package fovea.tensor;

import java.util.stream.IntStream;

/** What {@link Reductions} are made of; the axes folded stay, with size 1. */
final class Folding {
    private Folding() {}

    static Tensor sum(Tensor x, Axes over) {
        return new Sum(over).apply(x);
    }

    static Tensor max(Tensor x, Axes over) {
        return new Max(over).apply(x);
    }

    static Tensor min(Tensor x, Axes over) {
        return Along.reversed(max(Along.reversed(x), over));
    }

    /** How many elements become one. */
    static double count(Tensor x, Axes over) {
        double n = 1;
        for (int i = 0; i < x.shape().rank(); i++) {
            n *= over.contains(i) ? x.shape().size(i) : 1;
        }
        return n;
    }

    /** Refuses whole numbers in the name of what was asked for, not of a step on the way. */
    private static void checkFloating(String operation, Tensor x) {
        if (!x.dtype().isFloating()) {
            throw new ShapeException(
                    operation, "x is " + x.spec(), "it takes floating-point numbers; x.cast(DType.F32) would fit");
        }
    }

    static Tensor mean(Tensor x, Axes over) {
        checkFloating("mean", x);
        return sum(x, over).mul(1 / count(x, over));
    }

    /** Halves are multiplied with each other, so that no gradient divides by what may be 0. */
    static Tensor prod(Tensor x, Axes over) {
        Shape kept = x.shape().withoutExtent(over);
        int n = (int) count(x, over);
        if (n == 0) {
            return Tensor.full(x.spec().with(kept), 1);
        }
        Tensor rows = inFront(x, over).reshape(Shape.of(n, (int) (x.shape().elements() / n)));
        Tensor odd = null;
        while (rows.shape().size(0) > 1) {
            int half = rows.shape().size(0) / 2;
            if (rows.shape().size(0) % 2 == 1) {
                Tensor last = Along.part(rows, 0, 2 * half, 2 * half + 1);
                odd = odd == null ? last : odd.mul(last);
            }
            rows = Along.part(rows, 0, 0, half).mul(Along.part(rows, 0, half, 2 * half));
        }
        return (odd == null ? rows : rows.mul(odd)).reshape(kept);
    }

    /** With the axes folded before the others. */
    static Tensor inFront(Tensor x, Axes over) {
        int[] order = IntStream.concat(
                        IntStream.range(0, x.shape().rank()).filter(over::contains),
                        IntStream.range(0, x.shape().rank()).filter(i -> !over.contains(i)))
                .toArray();
        return x.permute(order);
    }

    static Tensor logsumexp(Tensor x, Axes over) {
        checkFloating("logsumexp", x);
        Tensor most = max(x.stopGradient(), over);
        Tensor shift = most.isInf().where(0, most);
        return sum(x.sub(shift).exp(), over).log().add(shift);
    }

    static Tensor var(Tensor x, Axes over, double correction) {
        checkFloating("var", x);
        double n = count(x, over);
        Tensor off = x.sub(mean(x, over));
        return sum(off.square(), over).mul(1 / Math.max(0, n - correction));
    }

    /** The square root, but with gradient 0 at 0, one that points nowhere. */
    static Tensor root(Tensor x) {
        Tensor zero = x.eq(0);
        return zero.where(0, zero.where(1, x).sqrt());
    }

    static Tensor norm(Tensor x, double p, Axes over) {
        checkFloating("norm", x);
        Tensor size = x.abs();
        if (p == 0) {
            return sum(x.ne(0).cast(x.dtype()), over);
        } else if (p == 1) {
            return sum(size, over);
        } else if (p == 2) {
            return root(sum(x.square(), over));
        } else if (p == Double.POSITIVE_INFINITY) {
            return max(size, over);
        } else if (p == Double.NEGATIVE_INFINITY) {
            return min(size, over);
        }
        Tensor zero = x.eq(0);
        Tensor powers = zero.where(
                p > 0 ? 0 : Double.POSITIVE_INFINITY, zero.where(1, size).pow(p));
        Tensor sum = sum(powers, over);
        Tensor none = sum.eq(0);
        return none.where(
                p > 0 ? 0 : Double.POSITIVE_INFINITY, none.where(1, sum).pow(1 / p));
    }
}
