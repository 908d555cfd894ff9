package fovea.classic.layer;

import fovea.tensor.OneHot;
import fovea.tensor.Tensor;

/**
 * The softmax classifier's loss and its gradient, {@code L = −(1/N) Σₙ log pₙ[labelₙ]} where {@code p = softmax(scores)}.
 *
 * @param loss a scalar, in nats
 * @param gradient by the scores, {@code (p − oneHot) / N}, {@code [N, C]}
 */
public record SoftmaxLoss(Tensor loss, Tensor gradient) {

    /**
     * Both for a batch.
     *
     * @param scores {@code [N, C]}
     * @param labels {@code [N]} of {@code i32}
     */
    public static SoftmaxLoss of(Tensor scores, Tensor labels) {
        double share = 1.0 / scores.shape().size(0);
        Tensor right = new OneHot(scores.shape().size(1), scores.dtype()).apply(labels);
        Tensor logP = scores.logSoftmax();
        Tensor loss = logP.mul(right).sum().mul(-share);
        return new SoftmaxLoss(loss, logP.exp().mul(share).sub(right.mul(share)));
    }
}
