package fovea.conformance;

import fovea.nn.Loss;
import fovea.nn.loss.AbsoluteError;
import fovea.nn.loss.BinaryCrossEntropy;
import fovea.nn.loss.BinaryCrossEntropyWithLogits;
import fovea.nn.loss.GaussianNll;
import fovea.nn.loss.HingeEmbedding;
import fovea.nn.loss.Huber;
import fovea.nn.loss.KlDivergence;
import fovea.nn.loss.PoissonNll;
import fovea.nn.loss.SmoothL1;
import fovea.nn.loss.SoftMargin;
import fovea.nn.loss.SquaredError;
import fovea.tensor.Tensor;
import java.util.function.Function;

/** Losses element by element. */
final class ElementLosses {
    private ElementLosses() {}

    static void addTo(Operations operations) {
        operations
                .with("l1_loss", of(attributes -> new AbsoluteError(LossInputs.reduction(attributes))))
                .with("mse_loss", of(attributes -> new SquaredError(LossInputs.reduction(attributes))))
                .with(
                        "smooth_l1_loss",
                        of(attributes -> new SmoothL1(attributes.number("beta", 1), LossInputs.reduction(attributes))))
                .with(
                        "huber_loss",
                        of(attributes -> new Huber(attributes.number("delta", 1), LossInputs.reduction(attributes))))
                .with("soft_margin_loss", of(attributes -> new SoftMargin(LossInputs.reduction(attributes))))
                .with(
                        "hinge_embedding_loss",
                        of(attributes ->
                                new HingeEmbedding(attributes.number("margin", 1), LossInputs.reduction(attributes))))
                .with(
                        "poisson_nll_loss",
                        of(attributes -> new PoissonNll(
                                attributes.bool("log_input", true),
                                attributes.bool("full", false),
                                attributes.number("eps", 1e-8),
                                LossInputs.reduction(attributes))))
                .with(
                        "kl_div",
                        of(attributes -> new KlDivergence(
                                attributes.bool("log_target", false), LossInputs.reduction(attributes))))
                .with("gaussian_nll_loss", ElementLosses::gaussian)
                .with("binary_cross_entropy", ElementLosses::binary)
                .with("binary_cross_entropy_with_logits", ElementLosses::binaryWithLogits);
    }

    private static Operation.Single of(Function<Attributes, Loss> loss) {
        return (in, attributes) -> {
            Tensor[] both = LossInputs.broadcast(LossInputs.y(in), LossInputs.target(in, LossInputs.y(in)));
            return loss.apply(attributes).of(both[0], both[1]);
        };
    }

    private static Tensor gaussian(Inputs in, Attributes attributes) {
        Tensor[] both = LossInputs.broadcast(LossInputs.y(in), LossInputs.target(in, LossInputs.y(in)));
        return new GaussianNll(
                        attributes.bool("full", false),
                        attributes.number("eps", 1e-6),
                        LossInputs.reduction(attributes))
                .of(both[0], both[1], in.tensor("var"));
    }

    private static Tensor binary(Inputs in, Attributes attributes) {
        BinaryCrossEntropy loss = new BinaryCrossEntropy().withReduction(LossInputs.reduction(attributes));
        return LossInputs.weight(in)
                .map(loss::withWeight)
                .orElse(loss)
                .of(LossInputs.y(in), LossInputs.target(in, LossInputs.y(in)));
    }

    private static Tensor binaryWithLogits(Inputs in, Attributes attributes) {
        BinaryCrossEntropyWithLogits loss =
                new BinaryCrossEntropyWithLogits().withReduction(LossInputs.reduction(attributes));
        loss = LossInputs.weight(in).map(loss::withWeight).orElse(loss);
        return in.optional("pos_weight")
                .map(loss::withPositiveWeight)
                .orElse(loss)
                .of(LossInputs.y(in), LossInputs.target(in, LossInputs.y(in)));
    }
}
