package fovea.nn.loss;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * Vectors that should point the same way or not: {@code L = 1 − cos} where the target is 1, {@code max(0, cos − Δ)} where it is −1, with
 * {@code cos = a·b / √((‖a‖² + 10⁻¹²)(‖b‖² + 10⁻¹²))} (PyTorch's {@code cosine_embedding_loss}). Any other target counts for nothing.
 *
 * <p>Shapes: a and b {@code [N, D]} and the target {@code [N]} → {@code [N]}; or {@code [D]} and {@code []}.
 *
 * @param margin Δ, −1 to 1
 */
public record CosineEmbedding(double margin, Reduction reduction) {
    private static final String NAME = "cosineEmbedding";
    private static final double EPSILON = 1e-12;

    /** The mean, with a margin of 0. */
    public CosineEmbedding() {
        this(0, Reduction.MEAN);
    }

    public CosineEmbedding withMargin(double to) {
        return new CosineEmbedding(to, reduction);
    }

    public CosineEmbedding withReduction(Reduction to) {
        return new CosineEmbedding(margin, to);
    }

    /**
     * The loss, shape {@code []} but for {@link Reduction#NONE}.
     *
     * @param target 1 or −1 for each two vectors, of numbers of any type
     */
    public Tensor of(Tensor a, Tensor b, Tensor target) {
        Fits.same(NAME, "a", a, "b", b);
        int rank = a.shape().rank();
        Shape expected = rank == 2 ? Shape.of(a.shape().size(0)) : Shape.SCALAR;
        if (rank < 1 || rank > 2 || !target.shape().equals(expected) || target.dtype() == DType.BOOL) {
            throw new ShapeException(
                    NAME,
                    "a is " + a.spec() + " and the target " + target.spec(),
                    "a and b must be [N, D] and the target [N], or [D] and []; it is 1 or −1 for each two vectors");
        }
        Tensor squares = a.square().sum(-1).add(EPSILON).mul(b.square().sum(-1).add(EPSILON));
        Tensor cos = a.mul(b).sum(-1).div(squares.sqrt());
        Tensor near = target.eq(1).where(cos.neg().add(1), 0);
        return reduction.of(near.add(target.eq(-1).where(Fits.notBelow0(cos.sub(margin)), 0)));
    }
}
