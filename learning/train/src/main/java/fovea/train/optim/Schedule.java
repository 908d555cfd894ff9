package fovea.train.optim;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;

/**
 * The learning rate over a run. A schedule counts whatever it is asked about, steps or epochs; {@code (step, steps) -> 0.1 / (1 + step)} is
 * one too, PyTorch's {@code LambdaLR}. Those that bear names of PyTorch's classes give their rates.
 *
 * <p>{@link OneCycle} and {@link Cyclic} have more settings, and {@link Plateau} looks at how the run goes.
 */
@FunctionalInterface
public interface Schedule {

    /**
     * The learning rate of a step.
     *
     * @param step steps before it
     * @param steps of the whole run
     */
    double at(long step, long steps);

    /** A curve over the whole run, from 0, before the first step, to 1, after the last. */
    static Schedule over(DoubleUnaryOperator curve) {
        return (step, steps) -> curve.applyAsDouble(step / (double) steps);
    }

    /** The same rate throughout. */
    static Schedule constant(double rate) {
        return (_, _) -> rate;
    }

    /** From {@code rate} to 0 along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts). */
    static Schedule cosine(double rate) {
        return over(progress -> rate * (1 + StrictMath.cos(Math.PI * progress)) / 2);
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
        return over(progress -> progress < warm
                ? first + (peak - first) * (1 - StrictMath.cos(Math.PI * progress / warm)) / 2
                : last + (peak - last) * (1 + StrictMath.cos(Math.PI * (progress - warm) / (1 - warm))) / 2);
    }

    /** Starts at {@code rate} and is multiplied by {@code factor} at each of these points of the run. */
    static Schedule steps(double rate, double factor, double... at) {
        double[] points = at.clone();
        return over(progress -> {
            double now = rate;
            for (double point : points) {
                now *= progress >= point ? factor : 1;
            }
            return now;
        });
    }

    /** Multiplied by {@code gamma} every {@code size} steps: {@code StepLR}. */
    static Schedule step(double rate, long size, double gamma) {
        return (step, _) -> rate * StrictMath.pow(gamma, (double) Math.floorDiv(step, size));
    }

    /** Multiplied by {@code gamma} at each milestone, twice at one named twice: {@code MultiStepLR}. */
    static Schedule multiStep(double rate, double gamma, long... milestones) {
        long[] points = milestones.clone();
        return (step, _) -> {
            long passed = java.util.Arrays.stream(points)
                    .filter(point -> point <= step)
                    .count();
            return rate * StrictMath.pow(gamma, (double) passed);
        };
    }

    /** Multiplied by {@code gamma} after every step: {@code ExponentialLR}. */
    static Schedule exponential(double rate, double gamma) {
        return step(rate, 1, gamma);
    }

    /** Multiplied after every step by what is said for the next: {@code MultiplicativeLR}. */
    static Schedule multiplicative(double rate, LongToDoubleFunction factor) {
        return (step, _) -> {
            double now = rate;
            for (long i = 1; i <= step; i++) {
                now *= factor.applyAsDouble(i);
            }
            return now;
        };
    }

    /** {@code factor · rate} for {@code total} steps, then {@code rate}: {@code ConstantLR}, which has 1/3 and 5. */
    static Schedule constant(double rate, double factor, long total) {
        return (step, _) -> step < total ? rate * factor : rate;
    }

    /**
     * From {@code start · rate} to {@code end · rate} along a line in {@code total} steps, and stays there: {@code LinearLR}, which has 1/3,
     * 1 and 5.
     */
    static Schedule linear(double rate, double start, double end, long total) {
        return (step, _) -> step >= total ? rate * end : rate * (start + (end - start) * step / total);
    }

    /** From {@code rate} to 0 in {@code total} steps, {@code rate · (1 − step / total)^power}: {@code PolynomialLR}, which has 5 and 1. */
    static Schedule polynomial(double rate, long total, double power) {
        return (step, _) -> step >= total ? 0 : rate * StrictMath.pow(1 - step / (double) total, power);
    }

    /**
     * From {@code rate} to {@code floor} along half a cosine in {@code period} steps, then up again, and so on: {@code CosineAnnealingLR}
     * (Loshchilov and Hutter 2017, <a href="https://arxiv.org/abs/1608.03983">arXiv:1608.03983</a>, equation 5).
     */
    static Schedule cosine(double rate, long period, double floor) {
        return (step, _) -> floor + (rate - floor) * (1 + StrictMath.cos(Math.PI * step / period)) / 2;
    }

    /**
     * From {@code rate} to {@code floor} along half a cosine, again and again, first in {@code period} steps, then each time in {@code growth}
     * times as many: {@code CosineAnnealingWarmRestarts} (section 3 there).
     */
    static Schedule warmRestarts(double rate, long period, long growth, double floor) {
        return (step, _) -> {
            long since = step;
            long length = period;
            if (growth == 1) {
                since %= period;
            } else {
                while (since >= length) {
                    since -= length;
                    length *= growth;
                }
            }
            return floor + (rate - floor) * (1 + StrictMath.cos(Math.PI * since / length)) / 2;
        };
    }

    /**
     * From {@code rate} to 0 along half a cosine in each of {@code cycles} equal parts of the run, each of which ends in a model of its own
     * (Huang et al. 2017, "Snapshot ensembles", <a href="https://arxiv.org/abs/1704.00109">arXiv:1704.00109</a>, equation 2).
     */
    static Schedule snapshots(double rate, int cycles) {
        return (step, steps) -> {
            long period = Math.ceilDiv(steps, cycles);
            return rate * (1 + StrictMath.cos(Math.PI * (step % period) / period)) / 2;
        };
    }

    /**
     * This for the first {@code milestone} steps, and {@code next} from its beginning from there on: {@code SequentialLR}. A warm-up is {@code
     * linear(rate, 0.01, 1, 500).then(500, cosine(rate, 5000, 0))}.
     */
    default Schedule then(long milestone, Schedule next) {
        return (step, steps) ->
                step < milestone ? at(step, Math.min(steps, milestone)) : next.at(step - milestone, steps - milestone);
    }

    /**
     * This times what {@code other} gives, {@code other} being one of rate 1: {@code ChainedScheduler} of schedules that multiply the rate
     * they find.
     */
    default Schedule times(Schedule other) {
        return (step, steps) -> at(step, steps) * other.at(step, steps);
    }

    /** This, counting epochs: the same rate for {@code batches} steps. */
    default Schedule perEpoch(long batches) {
        return (step, steps) -> at(step / batches, steps / batches);
    }
}
