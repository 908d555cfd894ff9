package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * The multiclass support vector machine loss, {@code L = Σ_c≠y max(0, x_c − x_y + Δ)}, or of the squares: each wrong class should score
 * less than the right one by a margin (Weston and Watkins 1999).
 *
 * <p>Gradient: {@code dx_c} is 1 for each wrong class within the margin, {@code dx_y} minus their number; at the margin 0.
 *
 * <p>Shapes: {@code x [N, C, ...]} and labels {@code [N, ...]} of whole numbers → {@code [N, ...]}; or {@code x [C]} and a label
 * {@code []}.
 *
 * @param margin Δ
 * @param squared whether margins that are violated count squared (the L2-SVM)
 */
public record MulticlassSvm(double margin, boolean squared, Reduction reduction) implements Loss {

    /** The mean over examples, with a margin of 1, not squared. */
    public MulticlassSvm() {
        this(1, false, Reduction.MEAN);
    }

    public MulticlassSvm withMargin(double to) {
        return new MulticlassSvm(to, squared, reduction);
    }

    public MulticlassSvm withSquared(boolean to) {
        return new MulticlassSvm(margin, to, reduction);
    }

    public MulticlassSvm withReduction(Reduction to) {
        return new MulticlassSvm(margin, squared, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.labels("multiclassSvm", x, target);
        Tensor rows = Labels.rows(x);
        Labels labels = Labels.of(target, rows.shape().size(1), x.dtype(), null);
        return reduction.of(labels.hinges(rows, margin, squared).reshape(target.shape()));
    }
}
