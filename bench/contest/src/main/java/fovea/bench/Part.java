package fovea.bench;

import java.util.List;

/**
 * One part of a {@link Net}. Each peer reads parts in a {@code switch}, so that a net is described once and computed by everyone.
 *
 * <p>A part with weights has a path, the usual PyTorch one: its arrays are {@code path.weight} and {@code path.bias}.
 */
public sealed interface Part {

    /** A convolution {@code [N, C, H, W] → [N, out, H', W']} with square kernels, weight {@code [out, C, kernel, kernel]}. */
    record Convolution(String path, int out, int kernel, int stride, int padding, boolean biased) implements Part {}

    /** A transposed convolution without bias, weight {@code [C, out, kernel, kernel]}. */
    record Transposed(String path, int out, int kernel, int stride, int padding) implements Part {}

    /** Batch norm with running statistics of momentum 0.1; they start as mean 0 and variance 1. */
    record Norm(String path, double epsilon) implements Part {}

    /** A linear layer with bias, weight {@code [out, C]}. */
    record Dense(String path, int out) implements Part {}

    /** {@code max(x, 0)}. */
    record Relu() implements Part {}

    /** {@code x} where it is positive, else {@code slope · x}. */
    record LeakyRelu(double slope) implements Part {}

    /** The hyperbolic tangent. */
    record Tanh() implements Part {}

    /** Maxima of square windows; with {@code ceil} a window that begins inside and ends outside counts too. */
    record MaxPool(int kernel, int stride, int padding, boolean ceil) implements Part {}

    /** The mean over all pixels, {@code [N, C, H, W] → [N, C]}. */
    record Mean() implements Part {}

    /** Channels, rows and columns in one axis, {@code [N, C, H, W] → [N, C·H·W]}. */
    record Flatten() implements Part {}

    /** {@code body(x) + shortcut(x)}; an empty shortcut is {@code x} itself. */
    record Sum(List<Part> body, List<Part> shortcut) implements Part {}

    /** All branches of the same input, joined along the channels. */
    record Branches(List<List<Part>> branches) implements Part {}

    /**
     * Shortcut A of He et al. 2015: every second pixel of every second row, with as many zero channels before as behind, to twice the
     * channels.
     */
    record Halved() implements Part {}
}
