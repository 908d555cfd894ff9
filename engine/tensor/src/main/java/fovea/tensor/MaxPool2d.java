package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The largest pixel under each place of a window, {@code y[n, c, i, j] = max u,v x[n, c, i·stride + u·dilation − padding, …]};
 * pixels outside count as −∞. Under a window with a not-a-number in it devices differ: the reference gives not-a-number, oneDNN passes over
 * it.
 *
 * <p>A second output, the winner, says where in its window each largest pixel was: {@code u · KW + v}, the first of equals.
 *
 * <p>Gradient: {@link Scatter} puts each {@code dy} back at its winner; {@link Pick} is the gradient of that, and {@link Scatter}
 * of that again.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code y [N, C, H', W']}, winner alike, of type {@code u8} (or {@code i32} for windows of
 * more than 255 pixels).
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MaxPool.html">ONNX MaxPool</a>
 */
public record MaxPool2d(Window window) implements Op {
    @Override
    public Spec[] infer(Spec... in) {
        Shape y = places(window, in[0]);
        return new Spec[] {in[0].with(y), new Spec(y, window.area() <= 255 ? DType.U8 : DType.I32)};
    }

    private static Shape places(Window window, Spec x) {
        Shape s = x.shape();
        if (s.rank() != 4 || !x.dtype().isFloating()) {
            throw new ShapeException("maxPool2d", "x is " + x, "x must be [N, C, H, W] of floating-point numbers");
        }
        for (int i = 0; i < 2; i++) {
            int reach = window.dilation(i) * (window.size(i) - 1) + 1;
            if (window.before(i) >= reach || window.after(i) >= reach) {
                throw new ShapeException(
                        "maxPool2d",
                        "the window is " + window,
                        "padding must be smaller than the window, or a place holds no pixel");
            }
        }
        return Shape.of(
                s.size(0),
                s.size(1),
                window.places("maxPool2d", 0, s.size(2)),
                window.places("maxPool2d", 1, s.size(3)));
    }

    @Override
    public Keep keep() {
        return Keep.outputs(1);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {new Scatter(window, r.shape(0)).apply(Op.only(dy), r.output(1))};
    }

    /** Adds each {@code dy} to the pixel that won its place: {@code (dy, winner)} → {@code dx} of shape {@code x}. */
    public record Scatter(Window window, Shape x) implements Op {
        @Override
        public Spec[] infer(Spec... in) {
            return new Spec[] {in[0].with(x)};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... g) {
            return r.gradients(() -> new Pick(window).apply(Op.only(g), r.input(1)), () -> null);
        }
    }

    /** Takes from each place of the window the pixel named by the winner: {@code (x, winner)} → {@code y}. */
    public record Pick(Window window) implements Op {
        @Override
        public Spec[] infer(Spec... in) {
            return new Spec[] {in[0].with(in[1].shape())};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return r.gradients(() -> new Scatter(window, r.shape(0)).apply(Op.only(dy), r.input(1)), () -> null);
        }
    }
}
