package fovea.classic.filter;

import fovea.tensor.Tensor;

/**
 * What some filters answer to a picture, the largest answer of each of its parts: a net of one convolution and one pooling, without
 * learning.
 *
 * <p>Shapes: {@code x [N, 1, H, W]} → {@code [N, O, H/side, W/side]}.
 *
 * @param filters {@code [O, 1, K, K]}
 * @param side of a part, in pixels; 7 makes 4 × 4 parts of a picture of MNIST
 */
public record Fingerprint(Tensor filters, int side) {

    /** {@link EdgeFilters#all} over parts of 7 × 7 pixels, as in the notebook named there. */
    public static Fingerprint ofEdges() {
        return new Fingerprint(EdgeFilters.all(), 7);
    }

    /** The fingerprints of these pictures. */
    public Tensor of(Tensor x) {
        return Filtering.correlate(x, filters).maxPool2d(side, side);
    }
}
