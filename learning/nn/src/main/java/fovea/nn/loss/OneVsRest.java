package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.Tensor;

/**
 * A logistic classifier for each class against all others, {@code L = ln(1 + e^−x_y) + Σ_c≠y ln(1 + e^x_c)}.
 *
 * <p>Gradient: {@code σ(x) − t}, t being 1 at the label, else 0.
 *
 * <p>Shapes: {@code x [N, C, ...]} and labels {@code [N, ...]} of whole numbers → {@code [N, ...]}; or {@code x [C]} and a label
 * {@code []}.
 */
public record OneVsRest(Reduction reduction) implements Loss {

    /** The mean over examples. */
    public OneVsRest() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        Fits.labels("oneVsRest", x, target);
        Tensor rows = Labels.rows(x);
        Labels labels = Labels.of(target, rows.shape().size(1), x.dtype(), null);
        // The weights, all 1, refuse labels that are no class.
        Tensor losses = labels.hot().where(rows.neg(), rows).softplus().sum(1).mul(labels.weights());
        return reduction.of(losses.reshape(target.shape()));
    }
}
