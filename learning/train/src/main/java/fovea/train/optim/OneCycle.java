package fovea.train.optim;

/**
 * PyTorch's {@code OneCycleLR}: up from {@code peak / start} to {@code peak} in the first {@code rise} of the run and down to {@code peak /
 * start / end} in the rest (Smith and Topin 2018, <a href="https://arxiv.org/abs/1708.07120">arXiv:1708.07120</a>). With three phases the way
 * down to where it began takes as long as the way up, and the rest goes from there to the end, which is the paper's form. The first step has
 * the first rate and the last step the last.
 *
 * @param peak the highest rate
 * @param rise the share of the steps that go up
 * @param isLinear whether it goes along lines instead of half cosines
 * @param start how many times the first rate is below the peak
 * @param end how many times the last rate is below the first
 */
public record OneCycle(double peak, double rise, boolean isLinear, double start, double end, boolean hasThreePhases)
        implements Schedule {

    /** With a rise of 0.3, along cosines, 25 and 10,000 times below, in two phases, as PyTorch's. */
    public static OneCycle of(double peak) {
        return new OneCycle(peak, 0.3, false, 25, 1e4, false);
    }

    /** With another share of the steps that go up. */
    public OneCycle withRise(double rise) {
        return new OneCycle(peak, rise, isLinear, start, end, hasThreePhases);
    }

    /** Along lines. */
    public OneCycle linear() {
        return new OneCycle(peak, rise, true, start, end, hasThreePhases);
    }

    /** With other ends. */
    public OneCycle withEnds(double start, double end) {
        return new OneCycle(peak, rise, isLinear, start, end, hasThreePhases);
    }

    /** In three phases. */
    public OneCycle inThreePhases() {
        return new OneCycle(peak, rise, isLinear, start, end, true);
    }

    @Override
    public double at(long step, long steps) {
        return between(peak / start, peak, peak / start / end, step, steps);
    }

    /**
     * The momentum that belongs to it, high where the rate is low; PyTorch's goes from 0.95 to 0.85. See {@link Sgd#withMomentum} and {@link
     * Adam#withBetas}.
     */
    public Schedule momentum(double low, double high) {
        return (step, steps) -> between(high, low, high, step, steps);
    }

    private double between(double first, double top, double last, long step, long steps) {
        double up = rise * steps - 1;
        double down = hasThreePhases ? 2 * up : steps - 1;
        if (step <= up) {
            return along(first, top, up == 0 ? 1 : step / up);
        }
        if (step <= down) {
            return along(top, hasThreePhases ? first : last, (step - up) / (down - up));
        }
        return along(hasThreePhases ? first : last, last, Math.min(1, (step - down) / (steps - 1 - down)));
    }

    private double along(double from, double to, double share) {
        return isLinear ? from + (to - from) * share : to + (from - to) * (1 + StrictMath.cos(Math.PI * share)) / 2;
    }
}
