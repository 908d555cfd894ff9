package fovea.reference;

import fovea.tensor.Conv2d;
import fovea.tensor.Shape;
import fovea.tensor.Window;

/**
 * The three convolutions. All walk the same rows: for each image, output channel, input channel and place in the kernel, one row of the
 * output meets one row of the input; they differ in what they add up.
 */
final class Convolutions {
    private Convolutions() {}

    /** One row of outputs {@code y, y + 1, …} meets the inputs {@code x, x + step, …} under the weight {@code w}. */
    private interface Row {
        void at(int w, int x, int step, int y, int count);
    }

    static void forward(Conv2d c, double[] x, Shape xs, double[] w, Shape ws, double[] y, Shape ys) {
        rows(c, xs, ws, ys, (wi, xi, step, yi, count) -> {
            double weight = w[wi];
            for (int j = 0; j < count; j++) {
                y[yi + j] += weight * x[xi + j * step];
            }
        });
    }

    static void inputGradient(Conv2d c, double[] dx, Shape xs, double[] w, Shape ws, double[] dy, Shape ys) {
        rows(c, xs, ws, ys, (wi, xi, step, yi, count) -> {
            double weight = w[wi];
            for (int j = 0; j < count; j++) {
                dx[xi + j * step] += weight * dy[yi + j];
            }
        });
    }

    static void weightGradient(Conv2d c, double[] x, Shape xs, double[] dw, Shape ws, double[] dy, Shape ys) {
        rows(c, xs, ws, ys, (wi, xi, step, yi, count) -> {
            double sum = 0;
            for (int j = 0; j < count; j++) {
                sum += x[xi + j * step] * dy[yi + j];
            }
            dw[wi] += sum;
        });
    }

    private static void rows(Conv2d c, Shape xs, Shape ws, Shape ys, Row row) {
        int perGroup = ys.size(1) / c.groups();
        for (int n = 0; n < ys.size(0); n++) {
            for (int o = 0; o < ys.size(1); o++) {
                for (int k = 0; k < ws.size(1); k++) {
                    int channel = o / perGroup * ws.size(1) + k;
                    planes(c, xs, ws, ys, (n * xs.size(1) + channel), o * ws.size(1) + k, n * ys.size(1) + o, row);
                }
            }
        }
    }

    /** The rows of one input plane, one kernel plane and one output plane. */
    private static void planes(Conv2d c, Shape xs, Shape ws, Shape ys, int xPlane, int wPlane, int yPlane, Row row) {
        Window window = c.window();
        int h = xs.size(2);
        int width = xs.size(3);
        for (int u = 0; u < ws.size(2); u++) {
            for (int v = 0; v < ws.size(3); v++) {
                int left = v * window.dilation(1) - window.before(1);
                int first = left >= 0 ? 0 : Math.ceilDiv(-left, window.stride(1));
                int last = Math.min(ys.size(3) - 1, Math.floorDiv(width - 1 - left, window.stride(1)));
                for (int i = 0; i < ys.size(2); i++) {
                    int line = i * window.stride(0) + u * window.dilation(0) - window.before(0);
                    if (line >= 0 && line < h && last >= first) {
                        row.at(
                                (wPlane * ws.size(2) + u) * ws.size(3) + v,
                                (xPlane * h + line) * width + first * window.stride(1) + left,
                                window.stride(1),
                                (yPlane * ys.size(2) + i) * ys.size(3) + first,
                                last - first + 1);
                    }
                }
            }
        }
    }
}
