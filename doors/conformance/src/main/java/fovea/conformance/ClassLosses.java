package fovea.conformance;

import fovea.nn.loss.CrossEntropy;
import fovea.nn.loss.MultiMargin;
import fovea.nn.loss.MultilabelMargin;
import fovea.nn.loss.MultilabelSoftMargin;
import fovea.nn.loss.NegativeLogLikelihood;
import fovea.tensor.Tensor;

/** Losses of scores of classes. */
final class ClassLosses {
    private ClassLosses() {}

    static void addTo(Operations operations) {
        operations
                .with("cross_entropy", ClassLosses::crossEntropy)
                .with("nll_loss", ClassLosses::likelihood)
                .with("nll_loss2d", ClassLosses::likelihood)
                .with("nll_loss_nd", ClassLosses::likelihood)
                .with("multi_margin_loss", ClassLosses::multiMargin)
                .with(
                        "multilabel_margin_loss",
                        (in, attributes) -> new MultilabelMargin(LossInputs.reduction(attributes))
                                .of(LossInputs.y(in), in.tensor("target")))
                .with("multilabel_soft_margin_loss", ClassLosses::multilabelSoftMargin);
    }

    private static Tensor crossEntropy(Inputs in, Attributes attributes) {
        CrossEntropy loss = new CrossEntropy()
                .withIgnoreIndex(attributes.integer("ignore_index", -100))
                .withLabelSmoothing(attributes.number("label_smoothing", 0))
                .withReduction(LossInputs.reduction(attributes));
        return LossInputs.weight(in).map(loss::withWeight).orElse(loss).of(LossInputs.y(in), in.tensor("target"));
    }

    private static Tensor likelihood(Inputs in, Attributes attributes) {
        NegativeLogLikelihood loss = new NegativeLogLikelihood()
                .withIgnoreIndex(attributes.integer("ignore_index", -100))
                .withReduction(LossInputs.reduction(attributes));
        return LossInputs.weight(in)
                .map(loss::withWeight)
                .orElse(loss)
                .of(LossInputs.first(in, "x", "input", "log_probs"), in.tensor("target"));
    }

    private static Tensor multiMargin(Inputs in, Attributes attributes) {
        MultiMargin loss = new MultiMargin()
                .withP(attributes.integer("p", 1))
                .withMargin(attributes.number("margin", 1))
                .withReduction(LossInputs.reduction(attributes));
        return LossInputs.weight(in).map(loss::withWeight).orElse(loss).of(LossInputs.y(in), in.tensor("target"));
    }

    private static Tensor multilabelSoftMargin(Inputs in, Attributes attributes) {
        MultilabelSoftMargin loss = new MultilabelSoftMargin().withReduction(LossInputs.reduction(attributes));
        return LossInputs.weight(in)
                .map(loss::withWeight)
                .orElse(loss)
                .of(LossInputs.y(in), LossInputs.target(in, LossInputs.y(in)));
    }
}
