package fovea.nn.recurrent;

import fovea.tensor.ShapeException;

/**
 * What recurrent layers of all kinds have in common; names and defaults are PyTorch's.
 *
 * @param inputSize features of each step of the sequence
 * @param hiddenSize features of the state, in each direction
 * @param numLayers how many lie on top of each other, each reading the outputs of the one below; 1
 * @param bidirectional whether each layer also reads from the end to the beginning and joins both outputs, the forward one first; false
 * @param batchFirst whether sequences are {@code [N, T, I]} and not {@code [T, N, I]}; states are {@code [L, N, H]} either way; false
 * @param bias whether there are biases, two for each gate; true
 * @param dropout the share of outputs set to zero in training, after each layer but the last; 0
 * @param projSize features that the output of an LSTM is projected to (Sak et al. 2014), 0 for no projection
 */
public record RecurrentOptions(
        int inputSize,
        int hiddenSize,
        int numLayers,
        boolean bidirectional,
        boolean batchFirst,
        boolean bias,
        double dropout,
        int projSize) {

    /** Checks the numbers. */
    public RecurrentOptions {
        require(inputSize >= 1, "inputSize is " + inputSize, "a step has one feature or more");
        require(hiddenSize >= 1, "hiddenSize is " + hiddenSize, "a state has one feature or more");
        require(numLayers >= 1, "numLayers is " + numLayers, "there must be one layer or more");
        require(dropout >= 0 && dropout <= 1, "dropout is " + dropout, "it is a share, from 0 to 1");
        require(
                projSize >= 0 && projSize < hiddenSize,
                "projSize is " + projSize + " and hiddenSize " + hiddenSize,
                "outputs are projected to fewer features than the state has; 0 is for no projection");
    }

    /** One layer, in one direction, with biases, for sequences {@code [T, N, I]}. */
    public static RecurrentOptions of(int inputSize, int hiddenSize) {
        return new RecurrentOptions(inputSize, hiddenSize, 1, false, false, true, 0, 0);
    }

    public RecurrentOptions withNumLayers(int layers) {
        return new RecurrentOptions(inputSize, hiddenSize, layers, bidirectional, batchFirst, bias, dropout, projSize);
    }

    public RecurrentOptions withBidirectional(boolean both) {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, both, batchFirst, bias, dropout, projSize);
    }

    public RecurrentOptions withBatchFirst(boolean first) {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, bidirectional, first, bias, dropout, projSize);
    }

    public RecurrentOptions withBias(boolean biases) {
        return new RecurrentOptions(
                inputSize, hiddenSize, numLayers, bidirectional, batchFirst, biases, dropout, projSize);
    }

    public RecurrentOptions withDropout(double share) {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, bidirectional, batchFirst, bias, share, projSize);
    }

    public RecurrentOptions withProjSize(int features) {
        return new RecurrentOptions(
                inputSize, hiddenSize, numLayers, bidirectional, batchFirst, bias, dropout, features);
    }

    /** 2 if bidirectional, else 1. */
    public int directions() {
        return bidirectional ? 2 : 1;
    }

    /** Features of the output in each direction. */
    public int outputSize() {
        return projSize > 0 ? projSize : hiddenSize;
    }

    private static void require(boolean holds, String found, String remedy) {
        if (!holds) {
            throw new ShapeException("recurrent", found, remedy);
        }
    }
}
