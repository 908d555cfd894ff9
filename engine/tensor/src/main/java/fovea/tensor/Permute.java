package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The axes in another order: axis {@code i} of the output is axis {@code order(i)} of the input. Gradient: {@code dy} in the order
 * that undoes it.
 *
 * <p>Shapes: {@code x [N, H, W, C]}, order [0, 3, 1, 2] → {@code y [N, C, H, W]}.
 *
 * @param order each axis once, written as a shape
 */
public record Permute(Shape order) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        Shape from = x[0].shape();
        int seen = 0;
        for (int i = 0; i < order.rank(); i++) {
            seen |= 1 << order.size(i);
        }
        if (order.rank() != from.rank() || seen != (1 << from.rank()) - 1) {
            throw new ShapeException(
                    "permute", "x is " + from + " and the order " + order, "the order must name each axis once");
        }
        int[] sizes = new int[from.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = from.size(order.size(i));
        }
        return new Spec[] {x[0].with(Shape.of(sizes))};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        int[] back = new int[order.rank()];
        for (int i = 0; i < back.length; i++) {
            back[order.size(i)] = i;
        }
        return new Tensor[] {Op.only(dy).permute(back)};
    }
}
