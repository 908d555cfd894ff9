package fovea.classic.layer;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * Convolution and its way back in plain loops, to be read: {@code y[n, o, i, j] = b[o] + Σ x[n, c, s i + k − p, s j + l − p] w[o, c, k, l]},
 * zeros outside. The way back is the same loops; every product {@code x w} that was added to a {@code y} sends {@code dy w} to its x and
 * {@code dy x} to its w.
 *
 * <p>Shapes, all {@code f64}: {@code x [N, C, H, W]}, {@code w [O, C, KH, KW]}, {@code b [O]} → {@code y [N, O, OH, OW]}.
 */
public final class NaiveConv {
    private final int[] x, w, y;
    private final int stride, padding;

    private NaiveConv(Shape x, Shape w, int stride, int padding) {
        this.x = sizes(x);
        this.w = sizes(w);
        this.stride = stride;
        this.padding = padding;
        this.y = new int[] {this.x[0], this.w[0], out(this.x[2], this.w[2]), out(this.x[3], this.w[3])};
    }

    /** {@code y}. */
    public static Tensor forward(Tensor x, Tensor w, Tensor b, int stride, int padding) {
        NaiveConv loops = new NaiveConv(x.shape(), w.shape(), stride, padding);
        double[] xs = x.toDoubles(), ws = w.toDoubles(), bs = b.toDoubles();
        double[] ys = new double[loops.y[0] * loops.y[1] * loops.y[2] * loops.y[3]];
        int plane = loops.y[2] * loops.y[3];
        for (int i = 0; i < ys.length; i++) {
            ys[i] = bs[i / plane % loops.y[1]];
        }
        loops.each((xi, wi, yi) -> ys[yi] += xs[xi] * ws[wi]);
        return Tensor.of(Shape.of(loops.y), ys);
    }

    /** What comes back; {@code dy} is like {@code y}. */
    public static Gradients backward(Tensor dy, Tensor x, Tensor w, int stride, int padding) {
        NaiveConv loops = new NaiveConv(x.shape(), w.shape(), stride, padding);
        double[] xs = x.toDoubles(), ws = w.toDoubles(), dys = dy.toDoubles();
        double[] dx = new double[xs.length], dw = new double[ws.length], db = new double[loops.w[0]];
        loops.each((xi, wi, yi) -> {
            dx[xi] += dys[yi] * ws[wi];
            dw[wi] += dys[yi] * xs[xi];
        });
        int plane = loops.y[2] * loops.y[3];
        for (int i = 0; i < dys.length; i++) {
            db[i / plane % loops.y[1]] += dys[i];
        }
        return new Gradients(Tensor.of(x.shape(), dx), Tensor.of(w.shape(), dw), Tensor.of(Shape.of(loops.w[0]), db));
    }

    /** Every product {@code x w} that is part of a {@code y}, by the positions of all three. */
    private void each(Product product) {
        for (int n = 0; n < y[0]; n++) {
            for (int o = 0; o < y[1]; o++) {
                for (int i = 0; i < y[2]; i++) {
                    for (int j = 0; j < y[3]; j++) {
                        window(n, o, i, j, product);
                    }
                }
            }
        }
    }

    private void window(int n, int o, int i, int j, Product product) {
        int yi = ((n * y[1] + o) * y[2] + i) * y[3] + j;
        for (int c = 0; c < x[1]; c++) {
            for (int k = 0; k < w[2]; k++) {
                for (int l = 0; l < w[3]; l++) {
                    int row = stride * i + k - padding;
                    int column = stride * j + l - padding;
                    if (row >= 0 && row < x[2] && column >= 0 && column < x[3]) {
                        int xi = ((n * x[1] + c) * x[2] + row) * x[3] + column;
                        product.at(xi, ((o * w[1] + c) * w[2] + k) * w[3] + l, yi);
                    }
                }
            }
        }
    }

    private int out(int size, int kernel) {
        return (size + 2 * padding - kernel) / stride + 1;
    }

    private static int[] sizes(Shape shape) {
        return java.util.stream.IntStream.range(0, shape.rank())
                .map(shape::size)
                .toArray();
    }

    /** A product at positions in row-major order. */
    @FunctionalInterface
    private interface Product {
        void at(int xi, int wi, int yi);
    }

    /**
     * What comes back.
     *
     * @param dx like {@code x}
     * @param dw like {@code w}
     * @param db {@code [O]}
     */
    public record Gradients(Tensor dx, Tensor dw, Tensor db) {}
}
