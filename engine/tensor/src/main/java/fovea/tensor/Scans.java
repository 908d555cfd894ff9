package fovea.tensor;

import java.util.function.BinaryOperator;

/** Methods of {@link Tensor} that go along an axis and keep it: each element tells of those up to it. */
public sealed interface Scans permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** Running sums; see {@link CumSum}. */
    default Tensor cumsum(int axis) {
        return new CumSum(self().shape().axis(axis), false).apply(self());
    }

    /** Running products, {@code yᵢ = x₀ · … · xᵢ}. Gradients are right also where some elements are 0. */
    default Tensor cumprod(int axis) {
        return scan(self().shape().axis(axis), Tensor::mul);
    }

    /** {@code ln(e^x₀ + … + e^xᵢ)}, without overflow between. */
    default Tensor logcumsumexp(int axis) {
        return scan(self().shape().axis(axis), Tensor::logaddexp);
    }

    /** Joins each element with those 1, 2, 4, … before it: about {@code n log n} steps, no divisions (Hillis & Steele 1986). */
    private Tensor scan(int axis, BinaryOperator<Tensor> join) {
        Tensor y = self();
        int n = y.shape().size(axis);
        for (int back = 1; back < n; back *= 2) {
            Tensor joined = join.apply(Along.part(y, axis, 0, n - back), Along.part(y, axis, back, n));
            y = new Concat(axis).apply(Along.part(y, axis, 0, back), joined);
        }
        return y;
    }

    /** The largest so far, and where it was met: the last of equals, which has the gradient. */
    default Selection cummax(int axis) {
        int at = self().shape().axis(axis);
        return Along.select(self(), at, new Finding.CumMax(at).apply(self()));
    }

    /** The smallest so far, and where it was met: the last of equals, which has the gradient. */
    default Selection cummin(int axis) {
        int at = self().shape().axis(axis);
        return Along.select(self(), at, new Finding.CumMax(at).apply(Along.reversed(self())));
    }

    /** Each element less the one before it, {@code n} times over, so that the axis is n shorter. Of conditions, where they change. */
    default Tensor diff(int n, int axis) {
        int at = self().shape().axis(axis);
        if (n < 0) {
            throw new ShapeException("diff", "x is " + self().spec() + ", n is " + n, "n is 0 or more");
        }
        Tensor y = self();
        for (int i = 0; i < n && y.shape().size(at) > 0; i++) {
            int size = y.shape().size(at);
            Tensor after = Along.part(y, at, 1, size);
            Tensor before = Along.part(y, at, 0, size - 1);
            y = y.dtype() == DType.BOOL ? after.xor(before) : after.sub(before);
        }
        return y;
    }

    /** The area under a curve through equally spaced points, {@code Σ (yᵢ + yᵢ₊₁) · step / 2} along an axis, which disappears. */
    default Tensor trapezoid(double step, int axis) {
        return panels(self().shape().axis(axis)).mul(step / 2).sum(axis);
    }

    /** The area under a curve through the points {@code (x, this)} along an axis, which disappears. */
    default Tensor trapezoid(Tensor x, int axis) {
        return panels(x, axis).sum(axis);
    }

    /** The areas under a curve through equally spaced points, from the first to each but the first. */
    default Tensor cumulativeTrapezoid(double step, int axis) {
        return panels(self().shape().axis(axis)).mul(step / 2).cumsum(axis);
    }

    /** The areas under a curve through the points {@code (x, this)}, from the first to each but the first. */
    default Tensor cumulativeTrapezoid(Tensor x, int axis) {
        return panels(x, axis).cumsum(axis);
    }

    /** The sums of neighbours. */
    private Tensor panels(int axis) {
        int n = self().shape().size(axis);
        if (n == 0) {
            return self();
        }
        return Along.part(self(), axis, 1, n).add(Along.part(self(), axis, 0, n - 1));
    }

    private Tensor panels(Tensor x, int axis) {
        int at = self().shape().axis(axis);
        Tensor along = x;
        if (x.shape().rank() == 1 && self().shape().rank() > 1) {
            int[] sizes = new int[self().shape().rank()];
            java.util.Arrays.fill(sizes, 1);
            along = x.reshape(Shape.of(sizes).with(at, x.shape().size(0)));
        }
        return along.diff(1, at - self().shape().rank()).mul(panels(at)).mul(0.5);
    }
}
