package fovea.classic.feature;

import fovea.tensor.DType;
import fovea.tensor.Tensor;

/**
 * A turn of axes after which no two numbers vary together and all vary alike, as close to what was there as can be (ZCA, Bell and
 * Sejnowski 1997, "The independent components of natural scenes are edge filters"): {@code (x − mean) V diag(1 / √(λ + ε)) Vᵀ}.
 *
 * @param mean {@code [D]}
 * @param turn {@code [D, D]}, symmetric
 */
public record Whitening(Tensor mean, Tensor turn) {

    /**
     * Measured on rows.
     *
     * @param x {@code [N, D]}
     * @param floor ε, added to every variance so that noise is not blown up; 0.1 for patches of contrast 1
     */
    public static Whitening of(Tensor x, double floor) {
        int n = x.shape().size(0);
        Tensor mean = x.sum(0).div(n);
        Tensor centered = x.sub(mean);
        Tensor covariance = centered.transpose().matmul(centered).div(n - 1.0).cast(DType.F64);
        var axes = covariance.eigh();
        Tensor scale = axes.w().add(floor).sqrt().reciprocal();
        Tensor turn = axes.v().mul(scale).matmul(axes.v().transpose());
        return new Whitening(mean, turn.cast(x.dtype()));
    }

    /** {@code x [N, D]} whitened. */
    public Tensor of(Tensor x) {
        return x.sub(mean).matmul(turn);
    }
}
