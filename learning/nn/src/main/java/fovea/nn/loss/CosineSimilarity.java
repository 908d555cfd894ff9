package fovea.nn.loss;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * The cosine of the angle between each two vectors, {@code a·b / (max(‖a‖, ε) max(‖b‖, ε))} (PyTorch's {@code cosine_similarity}).
 *
 * <p>Gradient: {@code db/da = (b̂ − cos · â) / ‖a‖}, with the norm raised to ε.
 *
 * <p>Shapes: {@code [N, D, M]}, axis 1, broadcast to each other from the right → {@code [N, M]}.
 *
 * @param axis the vectors' axis; negative ones count from the end
 * @param eps ε, the least norm
 */
public record CosineSimilarity(int axis, double eps) {

    /** Along the last axis, with an ε of 10⁻⁸. */
    public CosineSimilarity() {
        this(-1, 1e-8);
    }

    public CosineSimilarity withAxis(int to) {
        return new CosineSimilarity(to, eps);
    }

    public CosineSimilarity withEps(double to) {
        return new CosineSimilarity(axis, to);
    }

    /** The similarity of each two vectors, −1 to 1. */
    public Tensor between(Tensor a, Tensor b) {
        Shape all = Fits.common(a.shape(), b.shape());
        if (all == null || all.rank() == 0 || !a.dtype().isFloating() || a.dtype() != b.dtype()) {
            throw new ShapeException(
                    "cosineSimilarity",
                    "a is " + a.spec() + " and b is " + b.spec(),
                    "both must be of one floating-point type, and broadcast to each other from the right");
        }
        return unit(a.broadcastTo(all)).mul(unit(b.broadcastTo(all))).sum(axis);
    }

    /** {@code 1 − cos} as a distance of vectors along the last axis. */
    public Distance distance() {
        return (a, b) -> between(a, b).neg().add(1);
    }

    /** Vectors of length 1, or shorter than that by ε where they are. */
    private Tensor unit(Tensor x) {
        Tensor squares = x.square().sum(axis);
        Tensor zero = squares.eq(0);
        Tensor norm = zero.where(squares, zero.where(1, squares).sqrt());
        // The value is raised to eps and the gradient is not.
        Tensor raised = norm.ge(eps).where(norm, norm.sub(norm.stopGradient()).add(eps));
        return x.div(raised.reshape(x.shape().with(axis, 1)));
    }
}
