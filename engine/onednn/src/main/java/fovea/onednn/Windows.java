package fovea.onednn;

import fovea.tensor.Shape;

/** Fovea's windows to oneDNN's. */
final class Windows {
    private Windows() {}

    /**
     * The window that slides over {@code x [N, C, H, W]} to give {@code y [N, O, H', W']}. oneDNN wants the padding after to be what the
     * output's size uses up: less than asked for, even negative, where the last pixels are left over.
     */
    static Window of(fovea.tensor.Window window, Shape x, Shape y) {
        int rank = window.rank();
        long[] strides = new long[rank];
        long[] gaps = new long[rank];
        long[] before = new long[rank];
        long[] after = new long[rank];
        for (int i = 0; i < rank; i++) {
            long reach = window.dilation(i) * (window.size(i) - 1L) + 1;
            strides[i] = window.stride(i);
            gaps[i] = window.dilation(i) - 1L;
            before[i] = window.before(i);
            after[i] = (y.size(2 + i) - 1L) * window.stride(i) + reach - x.size(2 + i) - window.before(i);
        }
        return new Window(strides, gaps, before, after);
    }

    static long[] size(fovea.tensor.Window window) {
        long[] size = new long[window.rank()];
        for (int i = 0; i < size.length; i++) {
            size[i] = window.size(i);
        }
        return size;
    }
}
