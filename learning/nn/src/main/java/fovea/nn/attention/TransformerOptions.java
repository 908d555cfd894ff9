package fovea.nn.attention;

import fovea.nn.Layer;
import fovea.nn.LayerNormLayer;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * What layers of transformers are made like; names and defaults are PyTorch's.
 *
 * @param dModel features of each step, {@code E}
 * @param nhead heads of each attention
 * @param dimFeedforward features between the two linear layers; 2048
 * @param dropout the share of numbers set to zero in training, of attention's weights and behind every part; 0.1
 * @param activation between the two linear layers; ReLU
 * @param layerNormEps added to variances; 1e-5
 * @param batchFirst whether sequences are {@code [N, T, E]} and not {@code [T, N, E]}; false
 * @param normFirst whether each part is normalized before it, as in GPT-2, and not the sum behind it, as in the paper; false
 */
public record TransformerOptions(
        int dModel,
        int nhead,
        int dimFeedforward,
        double dropout,
        Layer activation,
        double layerNormEps,
        boolean batchFirst,
        boolean normFirst) {

    /** As in the paper (Vaswani et al. 2017), but for the sizes that are given. */
    public static TransformerOptions of(int dModel, int nhead) {
        return new TransformerOptions(dModel, nhead, 2048, 0.1, Tensor::relu, 1e-5, false, false);
    }

    public TransformerOptions withDimFeedforward(int features) {
        return new TransformerOptions(
                dModel, nhead, features, dropout, activation, layerNormEps, batchFirst, normFirst);
    }

    public TransformerOptions withDropout(double share) {
        return new TransformerOptions(
                dModel, nhead, dimFeedforward, share, activation, layerNormEps, batchFirst, normFirst);
    }

    public TransformerOptions withActivation(Layer between) {
        return new TransformerOptions(
                dModel, nhead, dimFeedforward, dropout, between, layerNormEps, batchFirst, normFirst);
    }

    public TransformerOptions withLayerNormEps(double epsilon) {
        return new TransformerOptions(
                dModel, nhead, dimFeedforward, dropout, activation, epsilon, batchFirst, normFirst);
    }

    public TransformerOptions withBatchFirst(boolean first) {
        return new TransformerOptions(
                dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, first, normFirst);
    }

    public TransformerOptions withNormFirst(boolean first) {
        return new TransformerOptions(
                dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, first);
    }

    /** A fresh normalization over the features. */
    public LayerNormLayer norm() {
        Shape shape = Shape.of(dModel);
        return new LayerNormLayer(
                new Parameter(Tensor.ones(shape)), new Parameter(Tensor.zeros(shape)), shape, layerNormEps);
    }

    AttentionOptions attention() {
        return AttentionOptions.of(dModel, nhead).withBatchFirst(batchFirst).withDropout(dropout);
    }
}
