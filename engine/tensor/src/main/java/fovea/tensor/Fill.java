package fovea.tensor;

import org.jspecify.annotations.Nullable;

/** A tensor of one number throughout; it has no inputs. */
public record Fill(Spec spec, double value) implements Op {
    @Override
    public Spec[] infer(Spec... none) {
        return new Spec[] {spec};
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[0];
    }
}
