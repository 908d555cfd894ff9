package fovea.train.optim;

/**
 * PyTorch's {@code CyclicLR}: up and down between two rates again and again, along lines (Smith 2017,
 * <a href="https://arxiv.org/abs/1506.01186">arXiv:1506.01186</a>, section 3.2).
 *
 * @param low the rate each cycle begins and ends with
 * @param high the rate in the middle of a cycle, where its height is 1
 * @param up steps from low to high
 * @param down steps from high to low
 */
public record Cyclic(double low, double high, long up, long down, Height height) implements Schedule {

    /** How high a cycle goes. */
    @FunctionalInterface
    public interface Height {

        /** The part of the way from low to high. */
        double of(long cycle, long step);
    }

    /** Cycles of one height, 2,000 steps up and 2,000 down, as PyTorch's; {@code triangular}. */
    public static Cyclic of(double low, double high) {
        return new Cyclic(low, high, 2000, 2000, (_, _) -> 1);
    }

    /** With cycles of another length. */
    public Cyclic withLength(long up, long down) {
        return new Cyclic(low, high, up, down, height);
    }

    /** With other heights, of the number of the cycle, from 1 on, and of that of the step, from 0 on; {@code scale_fn}. */
    public Cyclic withHeight(Height height) {
        return new Cyclic(low, high, up, down, height);
    }

    /** Each cycle half as high as the one before; {@code triangular2}. */
    public Cyclic halving() {
        return withHeight((cycle, _) -> StrictMath.pow(2, 1.0 - cycle));
    }

    /** Each step {@code gamma} times as high as the one before; {@code exp_range}. */
    public Cyclic fading(double gamma) {
        return withHeight((_, step) -> StrictMath.pow(gamma, (double) step));
    }

    @Override
    public double at(long step, long steps) {
        return low + (high - low) * share(step);
    }

    /**
     * The momentum that belongs to it, high where the rate is low; PyTorch's goes from 0.9 to 0.8. See {@link Sgd#withMomentum} and {@link
     * Adam#withBetas}.
     */
    public Schedule momentum(double low, double high) {
        return (step, _) -> high - (high - low) * share(step);
    }

    private double share(long step) {
        long length = up + down;
        long at = step % length;
        double way = at <= up ? at / (double) up : (length - at) / (double) down;
        return way * height.of(step / length + 1, step);
    }
}
