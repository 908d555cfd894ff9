package fovea.tensor;

/** Methods of {@link Tensor} that work element by element. Two tensors are broadcast to each other as NumPy does, from the right. */
public sealed interface Elementwise permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    default Tensor add(Tensor b) {
        return broadcast(new Binary.Add(), b);
    }

    default Tensor sub(Tensor b) {
        return broadcast(new Binary.Sub(), b);
    }

    default Tensor mul(Tensor b) {
        return broadcast(new Binary.Mul(), b);
    }

    default Tensor div(Tensor b) {
        return broadcast(new Binary.Div(), b);
    }

    /** The larger of each two. */
    default Tensor maximum(Tensor b) {
        return broadcast(new Binary.Maximum(), b);
    }

    /** This where {@code b} is positive, else 0; see {@link Binary.WherePositive}. */
    default Tensor wherePositive(Tensor b) {
        return broadcast(new Binary.WherePositive(), b);
    }

    /** The smaller of each two. */
    default Tensor minimum(Tensor b) {
        return broadcast(new Binary.Minimum(), b);
    }

    /** The larger of each element and {@code b}. */
    default Tensor maximum(double b) {
        return maximum(number(b));
    }

    /** The smaller of each element and {@code b}. */
    default Tensor minimum(double b) {
        return minimum(number(b));
    }

    /** This to the power of {@code b}; see {@link Binary.Pow}. */
    default Tensor pow(Tensor b) {
        return broadcast(new Binary.Pow(), b);
    }

    /** This to the power of {@code exponent}. */
    default Tensor pow(double exponent) {
        return exponent == 2 ? square() : pow(number(exponent));
    }

    /** The angle of the point {@code (x, this)}. */
    default Tensor atan2(Tensor x) {
        return broadcast(new Binary.Atan2(), x);
    }

    /** The remainder of a division, with the sign of this, as Java's and C's. */
    default Tensor fmod(Tensor b) {
        return broadcast(new Binary.Fmod(), b);
    }

    /** The remainder of a division, with the sign of {@code b}, as Python's. */
    default Tensor remainder(Tensor b) {
        return broadcast(new Binary.Remainder(), b);
    }

    /** True where this equals {@code b}; {@code bool}, as for all comparisons. */
    default Tensor eq(Tensor b) {
        return broadcast(new Comparison.Equal(), b).cast(DType.BOOL);
    }

    default Tensor ne(Tensor b) {
        return eq(b).not();
    }

    default Tensor lt(Tensor b) {
        return broadcast(new Comparison.Less(), b).cast(DType.BOOL);
    }

    default Tensor le(Tensor b) {
        return broadcast(new Comparison.LessEqual(), b).cast(DType.BOOL);
    }

    default Tensor gt(Tensor b) {
        return b.lt(self());
    }

    default Tensor ge(Tensor b) {
        return b.le(self());
    }

    default Tensor eq(double b) {
        return eq(number(b));
    }

    default Tensor ne(double b) {
        return ne(number(b));
    }

    default Tensor lt(double b) {
        return lt(number(b));
    }

    default Tensor le(double b) {
        return le(number(b));
    }

    default Tensor gt(double b) {
        return gt(number(b));
    }

    default Tensor ge(double b) {
        return ge(number(b));
    }

    /** True where this is false; of integers, as are the next three, every bit by itself. */
    default Tensor not() {
        return isCondition("not")
                ? new Comparison.Equal().apply(self(), Tensor.full(self().spec(), 0))
                : new Unary.Affine(-1, -1).apply(self());
    }

    default Tensor and(Tensor b) {
        return isCondition("and") ? minimum(b) : broadcast(new Whole.And(), b);
    }

    default Tensor or(Tensor b) {
        return isCondition("or") ? maximum(b) : broadcast(new Whole.Or(), b);
    }

    default Tensor xor(Tensor b) {
        return isCondition("xor") ? ne(b) : broadcast(new Whole.Xor(), b);
    }

    private boolean isCondition(String operation) {
        if (self().dtype().isFloating()) {
            throw new ShapeException(
                    operation, "x is " + self().spec(), "it takes bool or integers; x.ne(0) would fit");
        }
        return self().dtype() == DType.BOOL;
    }

    /** Where this condition holds {@code a}, else {@code b}; see {@link Where}. */
    default Tensor where(Tensor a, Tensor b) {
        Op op = new Where();
        Shape all = Shape.common(op.label(), Shape.common(op.label(), self().shape(), a.shape()), b.shape());
        return op.apply(self().broadcastTo(all), a.broadcastTo(all), b.broadcastTo(all));
    }

    /** Where this condition holds {@code a}, else {@code b}. */
    default Tensor where(Tensor a, double b) {
        return where(a, Tensor.full(new Spec(Shape.SCALAR, a.dtype()), b));
    }

    /** Where this condition holds {@code a}, else {@code b}. */
    default Tensor where(double a, Tensor b) {
        return where(Tensor.full(new Spec(Shape.SCALAR, b.dtype()), a), b);
    }

    /** {@code value} as a scalar of this type, which must be able to hold it. */
    private Tensor number(double value) {
        DType dtype = self().dtype();
        if (!dtype.isFloating() && value != Math.rint(value)) {
            throw new ShapeException(
                    "number",
                    value + " meets " + self().spec(),
                    "it is not a whole number; x.cast(DType.F32) would fit");
        }
        return Tensor.full(new Spec(Shape.SCALAR, dtype), value);
    }

    default Tensor add(double shift) {
        return new Unary.Affine(1, shift).apply(self());
    }

    default Tensor sub(double shift) {
        return add(-shift);
    }

    default Tensor mul(double scale) {
        return new Unary.Affine(scale, 0).apply(self());
    }

    default Tensor div(double divisor) {
        return mul(1 / divisor);
    }

    default Tensor neg() {
        return mul(-1);
    }

    default Tensor square() {
        return mul(self());
    }

    default Tensor exp() {
        return new Unary.Exp().apply(self());
    }

    default Tensor log() {
        return new Unary.Log().apply(self());
    }

    default Tensor sqrt() {
        return new Unary.Sqrt().apply(self());
    }

    default Tensor reciprocal() {
        return new Unary.Reciprocal().apply(self());
    }

    default Tensor tanh() {
        return new Unary.Tanh().apply(self());
    }

    default Tensor sigmoid() {
        return new Unary.Sigmoid().apply(self());
    }

    default Tensor relu() {
        return new Unary.Relu().apply(self());
    }

    default Tensor abs() {
        return new Unary.Abs().apply(self());
    }

    default Tensor sign() {
        return new Rounding.Sign().apply(self());
    }

    default Tensor floor() {
        return new Rounding.Floor().apply(self());
    }

    default Tensor ceil() {
        return new Rounding.Ceil().apply(self());
    }

    /** The nearest whole number; halves go to the even one. */
    default Tensor round() {
        return new Rounding.Round().apply(self());
    }

    default Tensor trunc() {
        return new Rounding.Trunc().apply(self());
    }

    default Tensor sin() {
        return new Trigonometric.Sin().apply(self());
    }

    default Tensor cos() {
        return new Trigonometric.Cos().apply(self());
    }

    default Tensor tan() {
        return new Trigonometric.Tan().apply(self());
    }

    default Tensor asin() {
        return new Trigonometric.Asin().apply(self());
    }

    default Tensor acos() {
        return new Trigonometric.Acos().apply(self());
    }

    default Tensor atan() {
        return new Trigonometric.Atan().apply(self());
    }

    default Tensor sinh() {
        return new Trigonometric.Sinh().apply(self());
    }

    default Tensor cosh() {
        return new Trigonometric.Cosh().apply(self());
    }

    default Tensor asinh() {
        return new Trigonometric.Asinh().apply(self());
    }

    default Tensor acosh() {
        return new Trigonometric.Acosh().apply(self());
    }

    default Tensor atanh() {
        return new Trigonometric.Atanh().apply(self());
    }

    default Tensor expm1() {
        return new Special.Expm1().apply(self());
    }

    default Tensor log1p() {
        return new Special.Log1p().apply(self());
    }

    /** The error function. */
    default Tensor erf() {
        return new Special.Erf().apply(self());
    }

    /** {@code 1 − erf x}. */
    default Tensor erfc() {
        return new Special.Erfc().apply(self());
    }

    /** The inverse of the error function. */
    default Tensor erfinv() {
        return new Special.Erfinv().apply(self());
    }

    /** The logarithm of the absolute gamma function. */
    default Tensor lgamma() {
        return new Special.Lgamma().apply(self());
    }

    /** {@code ψ}, the derivative of {@link #lgamma}. */
    default Tensor digamma() {
        return new Special.Polygamma(0).apply(self());
    }

    default Tensor rsqrt() {
        return sqrt().reciprocal();
    }

    /** Each element, but no less than {@code min} and no more than {@code max}; the gradient is 0 outside, 1 inside and at the ends. */
    default Tensor clamp(double min, double max) {
        Tensor inside = self().ge(min).and(self().le(max));
        return inside.where(self(), maximum(min).minimum(max));
    }

    /** The same values, taken for constants by every gradient; see {@link StopGradient}. */
    default Tensor stopGradient() {
        return new StopGradient().apply(self());
    }

    default Tensor cast(DType to) {
        return to == self().dtype() ? self() : new Cast(to).apply(self());
    }

    private Tensor broadcast(Op op, Tensor b) {
        Tensor a = self();
        if (a.shape().equals(b.shape())) {
            return op.apply(a, b);
        }
        Shape common = Shape.common(op.label(), a.shape(), b.shape());
        return op.apply(a.broadcastTo(common), b.broadcastTo(common));
    }
}
