package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The hinge loss of several classes as PyTorch has it, {@code L = (1/C) Σ_c≠y w_y max(0, m − x_y + x_c)ᵖ}: divided by the number of
 * classes, unlike {@link MulticlassSvm}. The mean is divided by the number of labels (PyTorch's {@code multi_margin_loss}).
 *
 * <p>Gradient: 0 at the margin.
 *
 * <p>Shapes: {@code x [N, C]} and labels {@code [N]} of whole numbers → {@code [N]}; or {@code x [C]} and a label {@code []}.
 *
 * @param p 1 or 2
 * @param weight of each class, {@code [C]}; null for 1
 */
public record MultiMargin(int p, double margin, @Nullable Tensor weight, Reduction reduction) implements Loss {
    private static final String NAME = "multiMargin";

    public MultiMargin {
        Fits.option(p == 1 || p == 2, NAME, "p is " + p, "it must be 1 or 2");
    }

    /** The mean, with p and the margin 1, without weights. */
    public MultiMargin() {
        this(1, 1, null, Reduction.MEAN);
    }

    public MultiMargin withP(int to) {
        return new MultiMargin(to, margin, weight, reduction);
    }

    public MultiMargin withMargin(double to) {
        return new MultiMargin(p, to, weight, reduction);
    }

    public MultiMargin withWeight(Tensor each) {
        return new MultiMargin(p, margin, each, reduction);
    }

    public MultiMargin withReduction(Reduction to) {
        return new MultiMargin(p, margin, weight, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.option(x.shape().rank() < 3, NAME, "x is " + x.spec(), "x must be [N, C] or [C]");
        Fits.labels(NAME, x, target);
        Fits.classWeight(NAME, weight, x);
        Tensor rows = Labels.rows(x);
        int classes = rows.shape().size(1);
        Labels labels = Labels.of(target, classes, x.dtype(), weight);
        Tensor losses =
                labels.hinges(rows, margin, p == 2).mul(labels.weights()).div(classes);
        return reduction.of(losses.reshape(target.shape()));
    }
}
