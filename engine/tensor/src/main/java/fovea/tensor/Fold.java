package fovea.tensor;

/** How several numbers that meet at one place become one; see {@link Tensor#scatterReduce}. */
public enum Fold {
    /** Their sum. */
    SUM,
    /** Their product. */
    PROD,
    /** Their mean; of integers, rounded down. */
    MEAN,
    /** The largest of them; the gradient is shared equally among those that are (as PyTorch's {@code amax}). */
    AMAX,
    /** The smallest of them; the gradient is shared equally among those that are. */
    AMIN
}
