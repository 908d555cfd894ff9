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

    /** 1 where this equals {@code b}, else 0. */
    default Tensor equal(Tensor b) {
        return broadcast(new Binary.Equal(), b);
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
        Shape common = common(op, a.shape(), b.shape());
        return op.apply(a.broadcastTo(common), b.broadcastTo(common));
    }

    private static Shape common(Op op, Shape a, Shape b) {
        int[] sizes = new int[Math.max(a.rank(), b.rank())];
        for (int i = 1; i <= sizes.length; i++) {
            int m = i <= a.rank() ? a.size(-i) : 1;
            int n = i <= b.rank() ? b.size(-i) : 1;
            if (m != n && m != 1 && n != 1) {
                throw new ShapeException(
                        op.label(),
                        "a is " + a + " and b is " + b,
                        "counted from the right, sizes must be equal or 1; axis %d has %d and %d".formatted(-i, m, n));
            }
            sizes[sizes.length - i] = m == 1 ? n : m;
        }
        return Shape.of(sizes);
    }
}
