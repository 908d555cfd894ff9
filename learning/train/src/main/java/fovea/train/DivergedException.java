package fovea.train;

import fovea.nn.Variables;
import fovea.tensor.Variable;
import java.util.Map;

/** A loss that is no longer a number: at which step, at which learning rate, and what to do. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long step;
    private final double learningRate;

    /**
     * A run that went wrong.
     *
     * @param what such as {@code loss is NaN}
     * @param step of the run, from 1
     * @param detail what else is known; may be empty
     */
    public DivergedException(String what, long step, double learningRate, String detail) {
        super("%s at step %d, learning rate %.4g%s%n  lower the learning rate, for instance to %.1g"
                .formatted(what, step, learningRate, detail, learningRate / 10));
        this.step = step;
        this.learningRate = learningRate;
    }

    /** Throws where {@code value} is no finite number, naming the first variable of {@code model} that holds one that is not. */
    static void check(String what, double value, long step, double learningRate, Object model) {
        if (!Double.isFinite(value)) {
            throw new DivergedException(what + " is " + value, step, learningRate, firstNotFinite(model));
        }
    }

    private static String firstNotFinite(Object model) {
        for (Map.Entry<String, Variable> entry : Variables.of(model).named().entrySet()) {
            for (float element : entry.getValue().get().toArray()) {
                if (!Float.isFinite(element)) {
                    return "; first variable that is not finite: " + entry.getKey();
                }
            }
        }
        return "; all variables are still finite";
    }

    /** The step at which it happened, from 1. */
    public long step() {
        return step;
    }

    /** The learning rate of that step. */
    public double learningRate() {
        return learningRate;
    }
}
