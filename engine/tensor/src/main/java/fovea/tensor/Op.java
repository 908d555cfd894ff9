package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * One step of computation: a small immutable record that knows its mathematics (what comes out, how a gradient goes
 * back) and not how it is computed. Evaluation, tape, trace and exporter are readings of the same ops.
 *
 * <p>The vocabulary is sealed, so each reading is an exhaustive {@code switch}: a new op does not compile until every
 * device has a line for it.
 */
public sealed interface Op
        permits Unary,
                Binary,
                Where,
                Cast,
                Sum,
                Max,
                CumSum,
                Finding,
                MatMul,
                Conv,
                Conv.InputGradient,
                Conv.WeightGradient,
                MaxPool,
                MaxPool.Scatter,
                MaxPool.Pick,
                SumPool,
                SumPool.Gradient,
                LogSoftmax,
                Take,
                IndexAdd,
                OneHot,
                Fill,
                Draw,
                Reshape,
                Permute,
                Expand,
                Slice,
                Split,
                Pad,
                Concat,
                Factoring,
                Solving,
                BatchNorm,
                LstmSteps,
                Alias,
                Composite,
                CustomOp {

    /** The outputs for inputs such as {@code x}; throws {@link ShapeException} when the inputs do not fit. */
    Spec[] infer(Spec... x);

    /** What {@link #vjp} reads. */
    Keep keep();

    /**
     * The gradients of a scalar by each input, given those by each output (vector–Jacobian product).
     *
     * @param dy null where the scalar does not depend on that output; at least one is there
     * @return one for each input; null where it is not wanted or there is none
     */
    @Nullable
    Tensor[] vjp(Residuals r, @Nullable Tensor... dy);

    /** Whether a change of the i-th input can show in a gradient; where not, nothing that only leads there is differentiated. */
    default boolean isDifferentiable(int input) {
        return true;
    }

    /** The name users and messages call it by. */
    default String label() {
        String name = getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Applies this op under the reading in force; for ops with one output. */
    default Tensor apply(Tensor... x) {
        return Interpreter.current().apply(this, x)[0];
    }

    /** Applies this op under the reading in force; all outputs. */
    default Tensor[] outputs(Tensor... x) {
        return Interpreter.current().apply(this, x);
    }

    /** The only gradient of a one-output op; such an op is never asked for a gradient it has none of. */
    static Tensor only(@Nullable Tensor[] dy) {
        return java.util.Objects.requireNonNull(dy[0], "the gradient of a one-output op");
    }
}
