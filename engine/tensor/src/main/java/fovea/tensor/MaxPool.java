package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The largest pixel under each place of a window, over two spatial axes
 * {@code y[n, c, i, j] = max u,v x[n, c, i·stride + u·dilation − padding, …]}, over one or three alike; pixels outside count as −∞. A
 * window with a not-a-number in it gives not-a-number.
 *
 * <p>A second output, the winner, says where in its window each largest pixel was: {@code u · KW + v}, the first of equals.
 *
 * <p>Gradient: {@link Scatter} puts each {@code dy} back at its winner; {@link Pick} is the gradient of that, and {@link Scatter}
 * of that again.
 *
 * <p>Shapes: {@code x [N, C, L…]} → {@code y [N, C, L'…]}, winner alike, of type {@code u8} (or {@code i32} for windows of
 * more than 255 pixels).
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MaxPool.html">ONNX MaxPool</a>
 */
public record MaxPool(Window window) implements Op {
    @Override
    public Spec[] infer(Spec... in) {
        Shape y = window.places(label(), in[0]);
        for (int i = 0; i < window.rank(); i++) {
            int reach = window.dilation(i) * (window.size(i) - 1) + 1;
            if (window.before(i) >= reach || window.after(i) >= reach) {
                throw new ShapeException(
                        label(),
                        "the window is " + window,
                        "padding must be smaller than the window, or a place holds no pixel");
            }
        }
        return new Spec[] {in[0].with(y), new Spec(y, window.area() <= 255 ? DType.U8 : DType.I32)};
    }

    @Override
    public String label() {
        return "maxPool" + window.rank() + "d";
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

    /**
     * Only the largest pixels, of whole numbers of 8 bits too: where nobody asks who won, kernels need not write it down. The graph compiler
     * makes these.
     */
    public record Largest(Window window) implements Composite {
        @Override
        public String label() {
            return "maxPool" + window.rank() + "d";
        }

        @Override
        public Spec[] infer(Spec... in) {
            return new Spec[] {in[0].with(new MaxPool(window).infer(Spec.f32(in[0].shape()))[0].shape())};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            DType dtype = x[0].dtype();
            Tensor numbers = Quantized.isByte(dtype) ? x[0].cast(DType.F32) : x[0];
            return new Tensor[] {new MaxPool(window).outputs(numbers)[0].cast(dtype)};
        }
    }
}
