package fovea.train.optim;

/** The learning rate over a run. */
@FunctionalInterface
public interface Schedule {

    /**
     * The learning rate at a point of the run.
     *
     * @param progress from 0, before the first step, to 1, after the last
     */
    double at(double progress);

    /** The same rate throughout. */
    static Schedule constant(double rate) {
        return progress -> rate;
    }

    /** From {@code rate} to 0 along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts). */
    static Schedule cosine(double rate) {
        return progress -> rate * (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }

    /**
     * Up to {@code peak} in the first 30 % of the run and down to nearly nothing in the rest, both along half a cosine (Smith and Topin
     * 2018, <a href="https://arxiv.org/abs/1708.07120">arXiv:1708.07120</a>); shares and ends as PyTorch's {@code OneCycleLR}: from {@code
     * peak / 25} to {@code peak / 250,000}.
     */
    static Schedule oneCycle(double peak) {
        double warm = 0.3;
        double first = peak / 25;
        double last = first / 1e4;
        return progress -> progress < warm
                ? first + (peak - first) * (1 - StrictMath.cos(Math.PI * progress / warm)) / 2
                : last + (peak - last) * (1 + StrictMath.cos(Math.PI * (progress - warm) / (1 - warm))) / 2;
    }

    /** Starts at {@code rate} and is multiplied by {@code factor} at each of these points of the run. */
    static Schedule steps(double rate, double factor, double... at) {
        double[] points = at.clone();
        return progress -> {
            double now = rate;
            for (double point : points) {
                now *= progress >= point ? factor : 1;
            }
            return now;
        };
    }
}
