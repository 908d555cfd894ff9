package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The sum under each place of a window, {@code y[n, c, i] = Σᵤ x[n, c, i·stride + u·dilation − padding]}, zero outside; one index an axis.
 * Average and Lp pooling divide and root it.
 *
 * <p>Gradient: {@link Gradient}, its transpose, whose own gradient is {@code SumPool} again.
 *
 * <p>Shapes: {@code x [N, C, L…]} → {@code y [N, C, L'…]}, one, two or three spatial axes, sizes as {@link Window} says.
 */
public record SumPool(Window window) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        return new Spec[] {x[0].with(window.places("sumPool", x[0]))};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[] {new Gradient(window, r.shape(0)).apply(Op.only(dy))};
    }

    /** Adds each element of {@code dy} to all pixels under its place: {@code dy} → {@code dx} of shape {@code x}. */
    public record Gradient(Window window, Shape x) implements Op {
        @Override
        public Spec[] infer(Spec... in) {
            Spec dx = in[0].with(x);
            Shape y = window.places("sumPool gradient", dx);
            if (!y.equals(in[0].shape())) {
                throw new ShapeException("sumPool gradient", "dy is " + in[0], "for x " + dx + " it must be " + y);
            }
            return new Spec[] {dx};
        }

        @Override
        public Keep keep() {
            return Keep.NOTHING;
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... g) {
            return new Tensor[] {new SumPool(window).apply(Op.only(g))};
        }
    }
}
