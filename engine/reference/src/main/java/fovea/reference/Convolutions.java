package fovea.reference;

import fovea.tensor.Conv;
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

    static void forward(Conv c, double[] x, Shape xs, double[] w, Shape ws, double[] y, Shape ys) {
        rows(c, xs, ws, ys, (wi, xi, step, yi, count) -> {
            double weight = w[wi];
            for (int j = 0; j < count; j++) {
                y[yi + j] += weight * x[xi + j * step];
            }
        });
    }

    static void inputGradient(Conv c, double[] dx, Shape xs, double[] w, Shape ws, double[] dy, Shape ys) {
        rows(c, xs, ws, ys, (wi, xi, step, yi, count) -> {
            double weight = w[wi];
            for (int j = 0; j < count; j++) {
                dx[xi + j * step] += weight * dy[yi + j];
            }
        });
    }

    static void weightGradient(Conv c, double[] x, Shape xs, double[] dw, Shape ws, double[] dy, Shape ys) {
        rows(c, xs, ws, ys, (wi, xi, step, yi, count) -> {
            double sum = 0;
            for (int j = 0; j < count; j++) {
                sum += x[xi + j * step] * dy[yi + j];
            }
            dw[wi] += sum;
        });
    }

    private static void rows(Conv c, Shape xs, Shape ws, Shape ys, Row row) {
        int perGroup = ys.size(1) / c.groups();
        for (int n = 0; n < ys.size(0); n++) {
            for (int o = 0; o < ys.size(1); o++) {
                for (int k = 0; k < ws.size(1); k++) {
                    int channel = o / perGroup * ws.size(1) + k;
                    new Planes(c.window(), xs, ws, ys, row)
                            .walk(0, n * xs.size(1) + channel, o * ws.size(1) + k, n * ys.size(1) + o);
                }
            }
        }
    }

    /** The rows of one input plane, one kernel plane and one output plane, of however many axes. */
    private record Planes(Window window, Shape xs, Shape ws, Shape ys, Row row) {

        /** All places of one spatial axis; {@code x}, {@code w} and {@code y} count lines along the axes before it. */
        void walk(int axis, int x, int w, int y) {
            int wide = xs.size(2 + axis);
            int size = ws.size(2 + axis);
            int places = ys.size(2 + axis);
            int stride = window.stride(axis);
            for (int u = 0; u < size; u++) {
                int left = u * window.dilation(axis) - window.before(axis);
                if (axis == window.rank() - 1) {
                    int first = left >= 0 ? 0 : Math.ceilDiv(-left, stride);
                    int last = Math.min(places - 1, Math.floorDiv(wide - 1 - left, stride));
                    if (last >= first) {
                        row.at(
                                w * size + u,
                                x * wide + first * stride + left,
                                stride,
                                y * places + first,
                                last - first + 1);
                    }
                    continue;
                }
                for (int i = 0; i < places; i++) {
                    int line = i * stride + left;
                    if (line >= 0 && line < wide) {
                        walk(axis + 1, x * wide + line, w * size + u, y * places + i);
                    }
                }
            }
        }
    }
}
