package fovea.nn.loss;

import fovea.tensor.Tensor;

/** What becomes of the losses of single elements or examples. */
public enum Reduction {
    /** They stay as they are. */
    NONE,
    /** Their mean; weighted where a loss has weights of classes. Of no losses it is not-a-number. */
    MEAN,
    /** Their sum. */
    SUM,
    /** Their sum divided by the size of their first axis, the batch; that of one example without a batch is the sum. */
    BATCH_MEAN;

    /** The losses as they are, or their mean or sum, shape {@code []}. */
    public Tensor of(Tensor losses) {
        return switch (this) {
            case NONE -> losses;
            case MEAN -> losses.mean();
            case SUM -> losses.sum();
            case BATCH_MEAN -> losses.sum().mul(1.0 / batch(losses));
        };
    }

    /** {@link #of}, but with the mean divided by the sum of these weights instead of the number of losses. */
    Tensor of(Tensor losses, Tensor weights) {
        return this == MEAN ? losses.sum().div(weights.sum()) : of(losses);
    }

    private static int batch(Tensor losses) {
        return losses.shape().rank() == 0 ? 1 : losses.shape().size(0);
    }
}
