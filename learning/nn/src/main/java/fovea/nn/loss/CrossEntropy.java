package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy in nats between the softmax of scores and the right classes or their probabilities (PyTorch's {@code cross_entropy}):
 *
 * <pre>  L = −w_y log softmax(x)_y            for a label y
 *   L = −Σ_c w_c t_c log softmax(x)_c   for probabilities t</pre>
 *
 * <p>With a {@code labelSmoothing} of ε the target is {@code (1 − ε) t + ε / C} (Szegedy et al. 2016, section 7,
 * <a href="https://arxiv.org/abs/1512.00567">arXiv:1512.00567</a>). The mean over labels is divided by the sum of their weights, so labels
 * that are all ignored give not-a-number; that over probabilities by their number.
 *
 * <p>Gradient: {@code softmax(x) − t}, with neither weights nor smoothing.
 *
 * <p>Shapes: {@code x [N, C, ...]} and labels {@code [N, ...]} of whole numbers, or probabilities of the spec of {@code x} →
 * {@code [N, ...]}; or {@code x [C]} and a label {@code []}.
 *
 * @param weight of each class, {@code [C]}; null for 1
 * @param ignoreIndex a label that counts for nothing; −100 as PyTorch's
 * @param labelSmoothing 0 to 1
 */
public record CrossEntropy(@Nullable Tensor weight, long ignoreIndex, double labelSmoothing, Reduction reduction)
        implements Loss {
    private static final String NAME = "crossEntropy";

    public CrossEntropy {
        Fits.option(
                labelSmoothing >= 0 && labelSmoothing <= 1,
                NAME,
                "the label smoothing is " + labelSmoothing,
                "it must be 0 to 1");
    }

    /** The mean, without weights and smoothing. */
    public CrossEntropy() {
        this(null, -100, 0, Reduction.MEAN);
    }

    public CrossEntropy withWeight(Tensor each) {
        return new CrossEntropy(each, ignoreIndex, labelSmoothing, reduction);
    }

    public CrossEntropy withIgnoreIndex(long label) {
        return new CrossEntropy(weight, label, labelSmoothing, reduction);
    }

    public CrossEntropy withLabelSmoothing(double epsilon) {
        return new CrossEntropy(weight, ignoreIndex, epsilon, reduction);
    }

    public CrossEntropy withReduction(Reduction to) {
        return new CrossEntropy(weight, ignoreIndex, labelSmoothing, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.scores(NAME, x);
        Fits.classWeight(NAME, weight, x);
        return target.dtype().isFloating() ? ofProbabilities(x, target) : ofLabels(x, target);
    }

    private Tensor ofLabels(Tensor x, Tensor target) {
        Fits.labels(NAME, x, target);
        Tensor logs = Labels.rows(x).logSoftmax();
        int classes = logs.shape().size(1);
        Labels labels = Labels.of(target, ignoreIndex, classes, x.dtype(), weight);
        Tensor losses = labels.pick(logs).mul(labels.weights());
        if (labelSmoothing > 0) {
            Tensor all = (weight == null ? logs : logs.mul(weight)).sum(1);
            losses = losses.mul(1 - labelSmoothing).add(all.mul(labelSmoothing / classes));
        }
        losses = labels.kept(losses.neg()).reshape(target.shape());
        return reduction.of(losses, labels.weights());
    }

    private Tensor ofProbabilities(Tensor x, Tensor target) {
        Fits.same(NAME, "x", x, "the probabilities", target);
        if (ignoreIndex >= 0) {
            throw new ShapeException(
                    NAME, "the label " + ignoreIndex + " is to be ignored", "probabilities have no labels to ignore");
        }
        Tensor logs = Labels.rows(x).logSoftmax();
        Tensor t = Labels.rows(target);
        if (labelSmoothing > 0) {
            t = t.mul(1 - labelSmoothing).add(labelSmoothing / logs.shape().size(1));
        }
        Tensor weighted = weight == null ? t : t.mul(weight);
        Shape shape = Fits.labelShape(x.shape());
        return reduction.of(logs.mul(weighted).sum(1).neg().reshape(shape));
    }
}
