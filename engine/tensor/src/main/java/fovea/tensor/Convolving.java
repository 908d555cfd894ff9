package fovea.tensor;

/** Methods of {@link Tensor} that convolve, and those that cut images into patches and back. */
public sealed interface Convolving permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** Convolution of {@code x [N, C, L…]} with weights {@code w [O, C/groups, K…]}; the window's size is that of {@code w}. */
    default Tensor conv(Tensor w, Window window, int groups) {
        return new Conv(window, groups).apply(self(), w);
    }

    /** The same with the image continued beyond its edges in another way than by zeros. */
    default Tensor conv(Tensor w, Window window, int groups, Border border) {
        return border == Border.ZEROS
                ? conv(w, window, groups)
                : border.pad(self(), window).conv(w, window.unpadded(), groups);
    }

    /** Convolution of {@code x [N, C, L]} with weights {@code w [O, C, K]}. */
    default Tensor conv1d(Tensor w, int stride, int padding) {
        return conv(w, TransposedConv.window("conv1d", w, 1, stride, padding), 1);
    }

    /** Convolution of {@code x [N, C, D, H, W]} with weights {@code w [O, C, KD, KH, KW]}, the same stride and padding along all axes. */
    default Tensor conv3d(Tensor w, int stride, int padding) {
        return conv(w, TransposedConv.window("conv3d", w, 3, stride, padding), 1);
    }

    /**
     * Transposed convolution: each pixel paints its window, {@code y[n, o, i·stride + u·dilation − padding] += x[n, c, i] · w[c, o, u]}, one
     * index an axis; the gradient of {@link Conv} by its input (Zeiler et al. 2010; Dumoulin and Visin 2016, section 4).
     *
     * <p>Shapes: {@code x [N, C, L…]}, {@code w [C, O/groups, K…]} → {@code y [N, O, (L − 1)·stride − before − after + dilation·(K − 1) + 1
     * + more…]}.
     *
     * @param outputPadding more pixels after along each axis, to choose among the sizes that a strided convolution brings to {@code L}
     */
    default Tensor convTranspose(Tensor w, Window window, int groups, int... outputPadding) {
        return TransposedConv.apply(self(), w, window, groups, outputPadding);
    }

    /** {@link #convTranspose} over one axis, {@code w [C, O, K]}. */
    default Tensor convTranspose1d(Tensor w, int stride, int padding) {
        return convTranspose(w, TransposedConv.window("convTranspose1d", w, 1, stride, padding), 1);
    }

    /** {@link #convTranspose} over two axes, {@code w [C, O, KH, KW]}. */
    default Tensor convTranspose2d(Tensor w, int stride, int padding) {
        return convTranspose(w, TransposedConv.window("convTranspose2d", w, 2, stride, padding), 1);
    }

    /** {@link #convTranspose} over three axes, {@code w [C, O, KD, KH, KW]}. */
    default Tensor convTranspose3d(Tensor w, int stride, int padding) {
        return convTranspose(w, TransposedConv.window("convTranspose3d", w, 3, stride, padding), 1);
    }

    /**
     * The patches under a window as columns (im2col): {@code x [N, C, L…]} → {@code [N, C·K…, P]}, with {@code P} places in row-major order.
     */
    default Tensor unfold(Window window) {
        return Patches.unfold(self(), window);
    }

    /** Adds patches up where they came from (col2im): {@code [N, C·K…, P]} → {@code [N, C, size…]}; the transpose of {@link #unfold}. */
    default Tensor fold(Window window, int... size) {
        return Patches.fold(self(), window, size);
    }

    /** {@link DeformConv} without a mask. */
    default Tensor deformConv2d(Tensor w, Tensor offset, Window window) {
        return new DeformConv(window).apply(self(), w, offset);
    }

    /** {@link DeformConv} with a mask. */
    default Tensor deformConv2d(Tensor w, Tensor offset, Tensor mask, Window window) {
        return new DeformConv(window).apply(self(), w, offset, mask);
    }
}
