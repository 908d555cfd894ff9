package fovea.tensor;

/** Methods of {@link Tensor} that slide windows with weights. */
public sealed interface Contractions permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** Convolution with weights {@code w [O, C, KH, KW]}, the same stride and padding (pixels) along both axes. */
    default Tensor conv2d(Tensor w, int stride, int padding) {
        if (w.shape().rank() != 4) {
            throw new ShapeException(
                    "conv2d", "x is " + self().shape() + " and w is " + w.shape(), "w must be [O, C, KH, KW]");
        }
        Window window = Window.of(w.shape().size(2), w.shape().size(3))
                .withStride(stride)
                .withPadding(padding);
        return new Conv(window, 1).apply(self(), w);
    }

    /** The largest pixel under each place of a square window, {@code size} pixels wide, {@code stride} apart. */
    default Tensor maxPool2d(int size, int stride) {
        return new MaxPool(Window.of(size, size).withStride(stride)).apply(self());
    }
}
