package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * An op that is computed in one kernel and differentiated by its definition in other ops.
 *
 * <p>A tape that has to differentiate one records the steps of {@link #definition} in its place. The definition is also
 * what tests hold the kernel against.
 */
public sealed interface Composite extends Op
        permits BatchNorm.Gradient,
                BatchNorm.Rectified,
                BatchNorm.RectifiedGradient,
                LstmSteps.Gradient,
                Solving.Cofactor,
                MaxPool.Largest,
                Fused,
                Finished,
                Quantized,
                Quantize {

    /** The same outputs, from other ops. */
    Tensor[] definition(Tensor... x);

    @Override
    default Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    default @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        throw new IllegalStateException(this + " is differentiated by its definition");
    }
}
