package fovea.tensor;

/** Ops of several operands, which are broadcast to each other first. */
final class Broadcast {
    private Broadcast() {}

    static Tensor apply(Op op, Tensor... x) {
        Shape common = x[0].shape();
        for (Tensor each : x) {
            common = Shape.common(op.label(), common, each.shape());
        }
        Tensor[] alike = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            alike[i] = x[i].shape().equals(common) ? x[i] : x[i].broadcastTo(common);
        }
        return op.apply(alike);
    }

    /** {@code value} in the type of {@code x}. */
    static Tensor number(double value, Tensor x) {
        return Tensor.full(new Spec(Shape.SCALAR, x.dtype()), value);
    }
}
