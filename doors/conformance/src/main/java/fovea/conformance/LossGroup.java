package fovea.conformance;

import fovea.tensor.Tensor;

/** Losses. */
final class LossGroup {
    private LossGroup() {}

    static Operations operations() {
        return new Operations().with("mse_loss", LossGroup::squaredError);
    }

    private static Tensor squaredError(Inputs in, Attributes attributes) {
        return reduced(in.tensor("x").sub(in.tensor("target")).square(), attributes);
    }

    /** The losses as they are, or their mean or sum. */
    private static Tensor reduced(Tensor losses, Attributes attributes) {
        return switch (attributes.text("reduction", "mean")) {
            case "none" -> losses;
            case "mean" -> losses.mean();
            default -> losses.sum();
        };
    }
}
