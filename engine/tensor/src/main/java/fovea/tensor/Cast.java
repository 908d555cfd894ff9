package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The same numbers in another type, {@code y = x}. From floating-point numbers to integers it rounds towards zero and stops at the ends of the
 * range ({@code u8} at 0 and 255), from integers to narrower ones it drops the upper bits, both as Java's casts do. To {@code bool} all but 0
 * is true. Gradient: {@code dy} in the old type, none from or to integers.
 */
public record Cast(DType to) implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        return new Spec[] {new Spec(x[0].shape(), to)};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        DType from = r.spec(0).dtype();
        return new Tensor[] {from.isFloating() && to.isFloating() ? Op.only(dy).cast(from) : null};
    }
}
