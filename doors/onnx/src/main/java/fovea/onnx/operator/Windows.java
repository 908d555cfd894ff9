package fovea.onnx.operator;

import fovea.tensor.Shape;
import fovea.tensor.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The window of a convolution or a pooling, from a node's settings {@code kernel_shape}, {@code strides}, {@code pads} and so on. */
final class Windows {

    private Windows() {}

    /** The window over {@code x [N, C, L…]}; {@code kernel} is its size where the node does not say it. */
    static Window of(Call call, Shape x, int... kernel) {
        int rank = x.rank() - 2;
        int[] size = call.integers("kernel_shape", kernel);
        int[] stride = call.integers("strides", ones(rank));
        int[] dilation = call.integers("dilations", ones(rank));
        if (rank < 1 || size.length != rank || stride.length != rank || dilation.length != rank) {
            throw call.wrong(
                    "x is %s and the window has %d axes, %d strides".formatted(x, size.length, stride.length),
                    "x must be [N, C] and one axis for each of the window's");
        }
        Window window = Window.of(size).withStride(stride).withDilation(dilation);
        String auto = call.text("auto_pad", "NOTSET");
        if (auto.startsWith("SAME")) {
            return same(window, x, auto.equals("SAME_UPPER"));
        }
        int[] pads = auto.equals("VALID") ? new int[2 * rank] : call.integers("pads", new int[2 * rank]);
        if (pads.length != 2 * rank) {
            throw call.wrong("%d paddings for %d axes".formatted(pads.length, rank), "there must be two for each axis");
        }
        return window.withPadding(Arrays.copyOf(pads, rank), Arrays.copyOfRange(pads, rank, 2 * rank));
    }

    /** Padding for {@code ⌈n / stride⌉} places; the odd pixel after if {@code upper}, else before. */
    private static Window same(Window window, Shape x, boolean upper) {
        int[] before = new int[window.rank()];
        int[] after = new int[window.rank()];
        for (int i = 0; i < before.length; i++) {
            int n = x.size(2 + i);
            int places = Math.ceilDiv(n, window.stride(i));
            int reach = window.dilation(i) * (window.size(i) - 1) + 1;
            int all = Math.max(0, (places - 1) * window.stride(i) + reach - n);
            before[i] = upper ? all / 2 : all - all / 2;
            after[i] = all - before[i];
        }
        return window.withPadding(before, after);
    }

    static int[] ones(int n) {
        return IntStream.range(0, n).map(_ -> 1).toArray();
    }

    /** The spatial sizes of an image of these sizes. */
    static int[] spatial(long... sizes) {
        return Arrays.stream(sizes).skip(2).mapToInt(Math::toIntExact).toArray();
    }

    /** The spatial sizes of an image or of weights. */
    static int[] spatial(Shape x) {
        return Arrays.copyOfRange(x.toArray(), Math.min(2, x.rank()), x.rank());
    }
}
