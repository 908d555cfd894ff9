package fovea.classic.layer;

import fovea.tensor.Tensor;

/**
 * Batch normalization of features in training and its way back, twice: in steps along the graph, and as the one formula that paper and
 * pencil give (Ioffe and Szegedy 2015, algorithm 1 and section 3, <a href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>).
 *
 * <p>{@code x̂ = (x − μ) / √(σ² + ε)}, {@code y = γ x̂ + β}, where μ and σ² are each feature's mean and variance over the batch.
 *
 * @param y {@code [N, D]}
 * @param normal x̂, {@code [N, D]}
 * @param centered {@code x − μ}, {@code [N, D]}
 * @param deviation {@code √(σ² + ε)}, {@code [1, D]}
 * @param gamma γ, {@code [D]}
 */
public record BatchNormByHand(Tensor y, Tensor normal, Tensor centered, Tensor deviation, Tensor gamma) {

    /** Forward, keeping what the way back needs. {@code x [N, D]}, {@code gamma} and {@code beta [D]}. */
    public static BatchNormByHand forward(Tensor x, Tensor gamma, Tensor beta, double epsilon) {
        Tensor mean = x.mean(0);
        Tensor centered = x.sub(mean);
        Tensor variance = centered.square().mean(0);
        Tensor deviation = variance.add(epsilon).sqrt().reshape(1, x.shape().size(1));
        Tensor normal = centered.div(deviation);
        return new BatchNormByHand(normal.mul(gamma).add(beta), normal, centered, deviation, gamma);
    }

    /** Step by step: each line is the way back through one line of {@link #forward}, the last first. */
    public Gradients backward(Tensor dy) {
        int n = dy.shape().size(0);
        Tensor dNormal = dy.mul(gamma);
        Tensor dDeviation = total(dNormal.mul(centered)).neg().div(deviation.square());
        Tensor dVariance = dDeviation.div(deviation.mul(2));
        Tensor dCentered = dNormal.div(deviation).add(centered.mul(dVariance).mul(2.0 / n));
        Tensor dMean = total(dCentered).neg();
        Tensor dx = dCentered.add(dMean.div(n));
        return new Gradients(dx, dy.mul(normal).sum(0), dy.sum(0));
    }

    /** In one formula: {@code dx = (γ / N√(σ² + ε)) (N dy − Σ dy − x̂ Σ dy x̂)}. */
    public Gradients backwardInOne(Tensor dy) {
        int n = dy.shape().size(0);
        Tensor inner = dy.mul(n).sub(total(dy)).sub(normal.mul(total(dy.mul(normal))));
        return new Gradients(
                inner.mul(gamma).div(deviation.mul(n)), dy.mul(normal).sum(0), dy.sum(0));
    }

    private static Tensor total(Tensor x) {
        return x.sum(0).reshape(1, x.shape().size(1));
    }

    /**
     * What comes back.
     *
     * @param dx {@code [N, D]}
     * @param dGamma {@code [D]}
     * @param dBeta {@code [D]}
     */
    public record Gradients(Tensor dx, Tensor dGamma, Tensor dBeta) {}
}
