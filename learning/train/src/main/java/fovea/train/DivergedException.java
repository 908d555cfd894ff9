package fovea.train;

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

    /** The step at which it happened, from 1. */
    public long step() {
        return step;
    }

    /** The learning rate of that step. */
    public double learningRate() {
        return learningRate;
    }
}
