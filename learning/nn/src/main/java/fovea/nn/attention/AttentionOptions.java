package fovea.nn.attention;

import fovea.tensor.ShapeException;

/**
 * What {@link MultiHeadAttention} is made like; names and defaults are PyTorch's.
 *
 * @param embedDim features of queries and outputs, {@code E}
 * @param numHeads heads, each of {@code E / numHeads} features
 * @param kdim features of keys; {@code E}
 * @param vdim features of values; {@code E}
 * @param bias whether the projections have biases; true
 * @param addBiasKv whether a learned key and value are put behind the others; false
 * @param addZeroAttn whether a key and a value of zeros are put behind the others; false
 * @param batchFirst whether sequences are {@code [N, L, E]} and not {@code [L, N, E]}; false
 * @param dropout the share of weights set to zero in training; 0
 */
public record AttentionOptions(
        int embedDim,
        int numHeads,
        int kdim,
        int vdim,
        boolean bias,
        boolean addBiasKv,
        boolean addZeroAttn,
        boolean batchFirst,
        double dropout) {

    /** Checks the numbers. */
    public AttentionOptions {
        if (numHeads < 1 || embedDim < 1 || embedDim % numHeads != 0) {
            throw new ShapeException(
                    "attention",
                    "embedDim is " + embedDim + " and numHeads " + numHeads,
                    "the heads share the features equally: embedDim must be a multiple of numHeads");
        }
        if (kdim < 1 || vdim < 1) {
            throw new ShapeException("attention", "kdim is " + kdim + " and vdim " + vdim, "they are 1 or more");
        }
        if (!(dropout >= 0 && dropout <= 1)) {
            throw new ShapeException("attention", "dropout is " + dropout, "it is a share, from 0 to 1");
        }
    }

    /** Queries, keys and values of the same features, with biases, for sequences {@code [L, N, E]}. */
    public static AttentionOptions of(int embedDim, int numHeads) {
        return new AttentionOptions(embedDim, numHeads, embedDim, embedDim, true, false, false, false, 0);
    }

    public AttentionOptions withKdim(int features) {
        return new AttentionOptions(
                embedDim, numHeads, features, vdim, bias, addBiasKv, addZeroAttn, batchFirst, dropout);
    }

    public AttentionOptions withVdim(int features) {
        return new AttentionOptions(
                embedDim, numHeads, kdim, features, bias, addBiasKv, addZeroAttn, batchFirst, dropout);
    }

    public AttentionOptions withBias(boolean biases) {
        return new AttentionOptions(
                embedDim, numHeads, kdim, vdim, biases, addBiasKv, addZeroAttn, batchFirst, dropout);
    }

    public AttentionOptions withAddBiasKv(boolean add) {
        return new AttentionOptions(embedDim, numHeads, kdim, vdim, bias, add, addZeroAttn, batchFirst, dropout);
    }

    public AttentionOptions withAddZeroAttn(boolean add) {
        return new AttentionOptions(embedDim, numHeads, kdim, vdim, bias, addBiasKv, add, batchFirst, dropout);
    }

    public AttentionOptions withBatchFirst(boolean first) {
        return new AttentionOptions(embedDim, numHeads, kdim, vdim, bias, addBiasKv, addZeroAttn, first, dropout);
    }

    public AttentionOptions withDropout(double share) {
        return new AttentionOptions(embedDim, numHeads, kdim, vdim, bias, addBiasKv, addZeroAttn, batchFirst, share);
    }

    /** Whether one matrix projects queries, keys and values. */
    boolean isPacked() {
        return kdim == embedDim && vdim == embedDim;
    }
}
