package fovea.detect;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * Cross entropy of yes-or-no answers that makes little of those that are right already, {@code −αₜ (1 − pₜ)^γ log pₜ} in nats (Lin et al.
 * 2017, "Focal loss for dense object detection", equation 5). Take the {@code sum()} or {@code mean()}.
 *
 * <p>Shapes: logits and targets alike, targets between 0 and 1 → losses alike.
 *
 * @param alpha the weight of yes, {@code 1 − α} that of no; negative for none. 0.25 as the paper's
 * @param gamma 0 is plain cross entropy; 2 as the paper's
 */
public record FocalLoss(double alpha, double gamma) {

    /** α = 0.25 and γ = 2. */
    public static FocalLoss standard() {
        return new FocalLoss(0.25, 2);
    }

    /** The loss of each answer. */
    public Tensor of(Tensor logits, Tensor targets) {
        if (!logits.spec().equals(targets.spec()) || !logits.dtype().isFloating()) {
            throw new ShapeException(
                    "focalLoss",
                    "the logits are " + logits.spec() + " and the targets " + targets.spec(),
                    "both must be floating-point numbers of one type and shape");
        }
        Tensor no = targets.neg().add(1);
        Tensor entropy = targets.mul(logits.neg().softplus()).add(no.mul(logits.softplus()));
        Tensor p = logits.sigmoid();
        Tensor wrong = p.mul(no).add(logits.neg().sigmoid().mul(targets));
        Tensor loss = gamma == 0 ? entropy : entropy.mul(wrong.pow(gamma));
        return alpha < 0 ? loss : loss.mul(targets.mul(2 * alpha - 1).add(1 - alpha));
    }
}
