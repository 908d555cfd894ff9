package fovea.train;

import fovea.tensor.MixedPrecision;
import fovea.tensor.Tensor;
import java.util.function.Supplier;

/**
 * In which numbers a model's forward pass of training is computed, and the measurements on the way; weights, their gradients and what is
 * measured in the end are always {@code f32}.
 */
public enum Precision {
    /** Single precision. */
    F32 {
        @Override
        Tensor of(Supplier<Tensor> forward) {
            return forward.get();
        }
    },
    /** Mixed with bf16, see {@link MixedPrecision}. */
    BF16 {
        @Override
        Tensor of(Supplier<Tensor> forward) {
            return MixedPrecision.bf16(forward);
        }
    },
    /** Mixed with f16, and the loss scaled, see {@link LossScale}. */
    F16 {
        @Override
        Tensor of(Supplier<Tensor> forward) {
            return MixedPrecision.f16(forward);
        }
    };

    abstract Tensor of(Supplier<Tensor> forward);
}
