package fovea.nn;

import fovea.tensor.Tensor;

/**
 * The largest pixel of each square window; see {@link fovea.tensor.MaxPool}.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, C, ⌊(H − size)/stride⌋ + 1, …]}.
 *
 * @param size of the window in pixels
 * @param stride from window to window in pixels
 */
public record MaxPoolLayer(int size, int stride) implements Layer {

    /** Windows side by side. */
    public static MaxPoolLayer of(int size) {
        return new MaxPoolLayer(size, size);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.maxPool2d(size, stride);
    }
}
