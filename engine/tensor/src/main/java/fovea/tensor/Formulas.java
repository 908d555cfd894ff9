package fovea.tensor;

/**
 * Methods of {@link Tensor} that are formulas over {@link Elementwise}: element by element, operands broadcast to each other. Values and
 * gradients at odd places are PyTorch's.
 */
public sealed interface Formulas permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    private Tensor number(double value) {
        return Broadcast.number(value, self());
    }

    /** {@code √(this² + b²)}; see {@link Joint.Hypot}. */
    default Tensor hypot(Tensor b) {
        return Broadcast.apply(new Joint.Hypot(), self(), b);
    }

    /** {@code ln(eˣ + eᵇ)}; see {@link Joint.LogAddExp}. */
    default Tensor logaddexp(Tensor b) {
        return Broadcast.apply(new Joint.LogAddExp(Math.E), self(), b);
    }

    /** {@code log₂(2ˣ + 2ᵇ)}; see {@link Joint.LogAddExp}. */
    default Tensor logaddexp2(Tensor b) {
        return Broadcast.apply(new Joint.LogAddExp(2), self(), b);
    }

    default Tensor log2() {
        return new Special.Log2().apply(self());
    }

    default Tensor log10() {
        return new Special.Log10().apply(self());
    }

    default Tensor exp2() {
        return new Special.Exp2().apply(self());
    }

    /** {@code ⌊this / b⌋}, also of integers; see {@link Division.Floor}. */
    default Tensor floorDivide(Tensor b) {
        return Broadcast.apply(new Division.Floor(), self(), b);
    }

    /** {@code ⌊this / b⌋}, also of integers. */
    default Tensor floorDivide(double b) {
        return floorDivide(number(b));
    }

    /** {@code this / b} without its fraction, also of integers; see {@link Division.Trunc}. */
    default Tensor truncDivide(Tensor b) {
        return Broadcast.apply(new Division.Trunc(), self(), b);
    }

    /** {@code this / b} without its fraction, also of integers. */
    default Tensor truncDivide(double b) {
        return truncDivide(number(b));
    }

    /** The remainder of a division by {@code b}, with the sign of {@code b}, as Python's. */
    default Tensor remainder(double b) {
        return self().remainder(number(b));
    }

    /** The remainder of a division by {@code b}, with the sign of this, as Java's. */
    default Tensor fmod(double b) {
        return self().fmod(number(b));
    }

    /** From this to {@code end}: {@code this + weight · (end − this)}, counted from the nearer end, so that weights 0 and 1 are exact. */
    default Tensor lerp(Tensor end, Tensor weight) {
        Tensor way = end.sub(self());
        Tensor fromHere = self().add(weight.mul(way));
        Tensor fromThere = end.sub(weight.neg().add(1).mul(way));
        return weight.abs().lt(0.5).where(fromHere, fromThere);
    }

    default Tensor lerp(Tensor end, double weight) {
        return lerp(end, Broadcast.number(weight, end));
    }

    /** {@code this + value · a · b}. */
    default Tensor addcmul(Tensor a, Tensor b, double value) {
        return self().add(a.mul(b).mul(value));
    }

    /** {@code this + value · a / b}. */
    default Tensor addcdiv(Tensor a, Tensor b, double value) {
        return self().add(a.div(b).mul(value));
    }

    /** Each element, but no less than {@code min}; the gradient is 1 from there on, also where they are equal, else {@code min}'s. */
    default Tensor clampMin(Tensor min) {
        return self().lt(min).where(min, self());
    }

    /** Each element, but no more than {@code max}; the gradient is 1 up to there, also where they are equal, else {@code max}'s. */
    default Tensor clampMax(Tensor max) {
        return self().gt(max).where(max, self());
    }

    default Tensor clampMin(double min) {
        return clampMin(number(min));
    }

    default Tensor clampMax(double max) {
        return clampMax(number(max));
    }

    /** Each element, but no less than {@code min} and no more than {@code max}; where those contradict each other, {@code max}. */
    default Tensor clamp(Tensor min, Tensor max) {
        return self().clampMin(min).clampMax(max);
    }

    /** True where not-a-number. */
    default Tensor isNan() {
        return self().ne(self());
    }

    /** True where infinite, of either sign. */
    default Tensor isInf() {
        return self().dtype().isFloating() ? self().abs().eq(Double.POSITIVE_INFINITY) : never();
    }

    default Tensor isPosInf() {
        return self().dtype().isFloating() ? self().eq(Double.POSITIVE_INFINITY) : never();
    }

    default Tensor isNegInf() {
        return self().dtype().isFloating() ? self().eq(Double.NEGATIVE_INFINITY) : never();
    }

    /** True where neither infinite nor not-a-number. */
    default Tensor isFinite() {
        return self().dtype().isFloating() ? self().abs().lt(Double.POSITIVE_INFINITY) : never().not();
    }

    private Tensor never() {
        return Tensor.full(new Spec(self().shape(), DType.BOOL), 0);
    }

    /** True where negative, −0 included. */
    default Tensor signBit() {
        return self().dtype().isFloating()
                ? new Joint.Copysign()
                        .apply(Tensor.full(self().spec(), 1), self())
                        .lt(0)
                : self().lt(number(0));
    }

    /** True where {@code |this − b| ≤ absolute + relative · |b|}, or both are equal infinities; PyTorch's defaults are 1e-5 and 1e-8. */
    default Tensor isClose(Tensor b, double relative, double absolute) {
        if (!self().dtype().isFloating()) {
            return self().cast(DType.F64).isClose(b.cast(DType.F64), relative, absolute);
        }
        Tensor off = self().sub(b).abs();
        Tensor near = off.isFinite().and(off.le(b.mul(relative).abs().add(absolute)));
        return self().eq(b).or(near);
    }

    /** With {@code nan} in place of not-a-numbers, and of infinities {@code positive} and {@code negative}. */
    default Tensor nanToNum(double nan, double positive, double negative) {
        if (!self().dtype().isFloating()) {
            return self();
        }
        Tensor numbers = isNan().where(nan, self());
        return isPosInf().where(positive, isNegInf().where(negative, numbers));
    }

    /** With 0 in place of not-a-numbers, and the largest numbers of the type in place of infinities. */
    default Tensor nanToNum() {
        double most = self().dtype().isFloating() ? self().dtype().largest() : 0;
        return nanToNum(0, most, -most);
    }

    /** {@code sin(πx) / (πx)}, 1 at 0; exactly 0 at all other whole numbers. */
    default Tensor sinc() {
        Tensor zero = self().eq(0);
        Tensor x = zero.where(1, self());
        Tensor whole = x.round();
        Tensor sign = whole.remainder(2).mul(-2).add(1);
        return zero.where(1, x.sub(whole).mul(Math.PI).sin().mul(sign).div(x.mul(Math.PI)));
    }

    /** {@code this · ln y}, 0 where this is 0 unless y is not-a-number. */
    default Tensor xlogy(Tensor y) {
        return self().mul(masked(y, 0).log());
    }

    /** {@code this · ln(1 + y)}, exact near 0, and 0 where this is 0 unless y is not-a-number. */
    default Tensor xlog1py(Tensor y) {
        return self().mul(masked(y, -1).log1p());
    }

    /** {@code y}, but a harmless number where this is 0 and y at most {@code edge} or infinite. */
    private Tensor masked(Tensor y, double edge) {
        Tensor harmful = y.le(edge).or(y.eq(Double.POSITIVE_INFINITY));
        return self().eq(0).and(harmful).where(edge + 1, y);
    }

    /** Entropy of a probability, {@code −x ln x} in nats; 0 at 0, {@code −∞} below. */
    default Tensor entropy() {
        Tensor x = self();
        return x.lt(0).where(Double.NEGATIVE_INFINITY, number(0).sub(x.xlogy(x)));
    }

    /** 0 below 0, {@code atZero} at 0, 1 above. */
    default Tensor heaviside(Tensor atZero) {
        Tensor above = self().gt(number(0)).cast(atZero.dtype());
        return self().eq(0).where(atZero, above);
    }

    /** The size of this with the sign of {@code b}; see {@link Joint.Copysign}. */
    default Tensor copysign(Tensor b) {
        return Broadcast.apply(new Joint.Copysign(), self(), b);
    }

    /** The fraction, with the sign of this: {@code x − trunc x}. */
    default Tensor frac() {
        return self().sub(self().trunc());
    }

    /** Degrees to radians. */
    default Tensor deg2rad() {
        return self().mul(Math.PI / 180);
    }

    /** Radians to degrees. */
    default Tensor rad2deg() {
        return self().mul(180 / Math.PI);
    }

    /** The inverse of the logistic function, {@code ln(x / (1 − x))}. */
    default Tensor logit() {
        return self().log().sub(self().neg().log1p());
    }

    /** {@link #logit} of this kept within {@code eps … 1 − eps}. */
    default Tensor logit(double eps) {
        return self().clamp(eps, 1 - eps).logit();
    }

    /** The larger of each two, the number where the other is not one; of equal ones this, gradient and all. */
    default Tensor fmax(Tensor b) {
        return self().ge(b).or(b.isNan()).where(self(), b);
    }

    /** The smaller of each two, the number where the other is not one; of equal ones this, gradient and all. */
    default Tensor fmin(Tensor b) {
        return self().le(b).or(b.isNan()).where(self(), b);
    }

    /** {@code this · 2ᵇ}. */
    default Tensor ldexp(Tensor b) {
        return self().mul(b.exp2());
    }

    /** The nearest number of so many decimals; halves go to the even digit. Negative ones count to the left of the point. */
    default Tensor round(int decimals) {
        double scale = Math.pow(10, Math.abs(decimals));
        return decimals < 0
                ? self().div(number(scale)).round().mul(scale)
                : self().mul(scale).round().div(number(scale));
    }

    /** Integers times {@code 2ᵇ}; see {@link Whole.ShiftLeft}. */
    default Tensor shiftLeft(Tensor b) {
        return Broadcast.apply(new Whole.ShiftLeft(), self(), b);
    }

    /** Integers over {@code 2ᵇ}, rounded down; see {@link Whole.ShiftRight}. */
    default Tensor shiftRight(Tensor b) {
        return Broadcast.apply(new Whole.ShiftRight(), self(), b);
    }

    /** The greatest common divisor of integers; see {@link Whole.Gcd}. */
    default Tensor gcd(Tensor b) {
        return Broadcast.apply(new Whole.Gcd(), self(), b);
    }

    /** The least common multiple of integers, 0 where one is 0. */
    default Tensor lcm(Tensor b) {
        Tensor gcd = gcd(b);
        return self().truncDivide(gcd.eq(0).where(1, gcd)).mul(b).abs();
    }
}
