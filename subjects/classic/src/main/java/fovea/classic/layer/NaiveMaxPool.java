package fovea.classic.layer;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * The largest number under each place of a square window, and the way back in plain loops: all of {@code dy} goes to where the largest was,
 * of equal ones to the first.
 *
 * <p>Shapes, {@code f64}: {@code x [N, C, H, W]} → {@code y [N, C, (H − size) / stride + 1, …]}.
 *
 * @param y the largest numbers
 * @param from where in {@code x}, in row-major order, each of them was
 * @param shape of {@code x}
 */
@SuppressWarnings("ArrayRecordComponent") // kept between forward and backward, compared by nobody
public record NaiveMaxPool(Tensor y, int[] from, Shape shape) {

    /** Forward, keeping where the largest were. */
    public static NaiveMaxPool forward(Tensor x, int size, int stride) {
        Shape shape = x.shape();
        int planes = shape.size(0) * shape.size(1), h = shape.size(2), w = shape.size(3);
        int oh = (h - size) / stride + 1, ow = (w - size) / stride + 1;
        double[] xs = x.toDoubles(), ys = new double[planes * oh * ow];
        int[] from = new int[ys.length];
        for (int at = 0; at < ys.length; at++) {
            int first = (at / (oh * ow) * h + at / ow % oh * stride) * w + at % ow * stride;
            from[at] = largest(xs, first, size, w);
            ys[at] = xs[from[at]];
        }
        return new NaiveMaxPool(Tensor.of(Shape.of(shape.size(0), shape.size(1), oh, ow), ys), from, shape);
    }

    private static int largest(double[] xs, int first, int size, int width) {
        int best = first;
        for (int k = 0; k < size; k++) {
            for (int l = 0; l < size; l++) {
                int at = first + k * width + l;
                best = xs[at] > xs[best] ? at : best;
            }
        }
        return best;
    }

    /** {@code dx}, like {@code x}; {@code dy} is like {@code y}. */
    public Tensor backward(Tensor dy) {
        double[] dys = dy.toDoubles(), dx = new double[Math.toIntExact(shape.elements())];
        for (int i = 0; i < dys.length; i++) {
            dx[from[i]] += dys[i];
        }
        return Tensor.of(shape, dx);
    }
}
