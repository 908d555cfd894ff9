package fovea.nn;

import java.util.function.Supplier;

/**
 * Whether a model is learning or answering, for the length of a lambda. It is no flag on the model, so it cannot be left on by mistake;
 * outside any pass a model answers. Batch normalization reads it.
 */
public final class Pass {
    private static final ScopedValue<Boolean> TRAINING = ScopedValue.newInstance();

    private Pass() {}

    /** Runs {@code work} as a pass of training. */
    public static <T> T training(Supplier<T> work) {
        return ScopedValue.where(TRAINING, true).call(work::get);
    }

    /** Runs {@code work} as a pass of inference, also inside a pass of training. */
    public static <T> T inference(Supplier<T> work) {
        return ScopedValue.where(TRAINING, false).call(work::get);
    }

    /** Whether the pass in force is one of training. */
    public static boolean isTraining() {
        return TRAINING.orElse(false);
    }
}
