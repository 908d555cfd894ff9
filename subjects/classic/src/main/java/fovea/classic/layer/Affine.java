package fovea.classic.layer;

import fovea.tensor.Tensor;

/**
 * A fully connected layer and its way back, written out: {@code y = x Wᵀ + b}.
 *
 * <p>Shapes: {@code x [N, D]}, {@code w [M, D]}, {@code b [M]} → {@code y [N, M]}. Every gradient has the shape of what it is the gradient
 * by, and that alone says which product it must be.
 */
public final class Affine {
    private Affine() {}

    /** {@code y [N, M]}. */
    public static Tensor forward(Tensor x, Tensor w, Tensor b) {
        return x.matmul(w.transpose()).add(b);
    }

    /**
     * {@code dx = dy W}, {@code dw = dyᵀ x}, and {@code db} the sum of {@code dy} over the batch, since every row had the same b.
     *
     * @param dy {@code [N, M]}
     */
    public static Gradients backward(Tensor dy, Tensor x, Tensor w) {
        return new Gradients(
                dy.matmul(w),
                dy.transpose().matmul(x),
                dy.sum(0).reshape(dy.shape().size(1)));
    }

    /**
     * What comes back.
     *
     * @param dx {@code [N, D]}
     * @param dw {@code [M, D]}
     * @param db {@code [M]}
     */
    public record Gradients(Tensor dx, Tensor dw, Tensor db) {}
}
