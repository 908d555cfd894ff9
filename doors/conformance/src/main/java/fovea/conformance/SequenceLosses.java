package fovea.conformance;

import fovea.nn.loss.Ctc;
import fovea.tensor.Tensor;

/** Losses of sequences. */
final class SequenceLosses {
    private SequenceLosses() {}

    static void addTo(Operations operations) {
        operations.with("ctc_loss", SequenceLosses::ctc);
    }

    private static Tensor ctc(Inputs in, Attributes attributes) {
        Ctc loss = new Ctc(
                attributes.integer("blank", 0),
                attributes.bool("zero_infinity", false),
                LossInputs.reduction(attributes));
        return loss.of(
                logProbabilities(in),
                LossInputs.first(in, "targets", "target"),
                lengths(in, attributes, "input_lengths"),
                lengths(in, attributes, "target_lengths"));
    }

    /**
     * Log-probabilities of logits; or those given, less {@code Σ p − Σ p}, which is 0 and has a gradient: PyTorch's gradient by
     * log-probabilities is that by logits.
     */
    private static Tensor logProbabilities(Inputs in) {
        if (in.has("logits")) {
            return in.tensor("logits").logSoftmax();
        }
        Tensor x = LossInputs.first(in, "log_probs", "x", "input");
        Tensor sum = x.exp().sum(-1).reshape(x.shape().with(-1, 1));
        return x.sub(sum.sub(sum.stopGradient()));
    }

    private static int[] lengths(Inputs in, Attributes attributes, String name) {
        return in.has(name) ? in.array(name).toInts() : attributes.ints(name);
    }
}
