package fovea.classic;

import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A gradient held against slopes that are measured by small steps, in {@code f64}:
 *
 * <pre>  n = (8 (f(x + h) − f(x − h)) − (f(x + 2h) − f(x − 2h))) / 12h,   h = 0.0001</pre>
 *
 * for each number of {@code x}: the centered difference of the course's notes ("Gradient checks") with a second pair of steps that takes its
 * error away, good to about 1e-11 where f is smooth within 2h. The relative error is {@code |a − n| / max(|a| + |n|, m)}, where m is a
 * thousandth of the largest slope, or 1e-8: beside large gradients, small ones need not be exact. 1e-7 is good, 1e-4 may do where there are
 * kinks, 1e-2 is a mistake.
 *
 * @param relativeError the largest
 * @param at where it is, a place for each axis
 * @param yours the gradient there
 * @param numeric the measured slope there
 */
@SuppressWarnings("ArrayRecordComponent") // a finding to be read, compared by nobody
public record GradientCheck(double relativeError, int[] at, double yours, double numeric) {
    private static final double H = 1e-4;
    private static final double LEAST = 1e-8, SMALL = 1e-3;

    /**
     * Checks a gradient.
     *
     * @param f gives a scalar {@code f64} for a tensor like {@code x}
     * @param x {@code f64}
     * @param gradient of f at x, as somebody calculated it; of the shape of {@code x}
     */
    public static GradientCheck of(Function<Tensor, Tensor> f, Tensor x, Tensor gradient) {
        return compare(gradient, numeric(f, x, H));
    }

    /** As {@link #of(Function, Tensor, Tensor)} with another step: 0.001 is better where all is smooth, 1e-5 where kinks are many. */
    public static GradientCheck of(Function<Tensor, Tensor> f, Tensor x, Tensor gradient, double h) {
        return compare(gradient, numeric(f, x, h));
    }

    /** The slopes alone, like {@code x}. They take four runs of f for each number. */
    public static Tensor numeric(Function<Tensor, Tensor> f, Tensor x, double h) {
        double[] at = x.toDoubles();
        double[] slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            slopes[i] = (8 * rise(f, x.shape(), at, i, h) - rise(f, x.shape(), at, i, 2 * h)) / (12 * h);
        }
        return Tensor.of(x.shape(), slopes);
    }

    private static double rise(Function<Tensor, Tensor> f, Shape shape, double[] x, int i, double h) {
        double[] moved = x.clone();
        moved[i] = x[i] + h;
        double above = value(f, Tensor.of(shape, moved));
        moved[i] = x[i] - h;
        return above - value(f, Tensor.of(shape, moved));
    }

    private static double value(Function<Tensor, Tensor> f, Tensor x) {
        return Region.run(() -> f.apply(x).item());
    }

    /** Where two tensors of one shape differ most, as the relative error counts it. Not a number differs more than anything. */
    public static GradientCheck compare(Tensor yours, Tensor numeric) {
        if (!yours.shape().equals(numeric.shape())) {
            throw new IllegalArgumentException("gradient check: the gradient is " + yours.shape() + " and x is "
                    + numeric.shape() + "\n  a gradient has the shape of what it is the gradient by");
        }
        double[] a = yours.toDoubles(), n = numeric.toDoubles();
        double floor =
                Math.max(LEAST, SMALL * DoubleStream.of(n).map(Math::abs).max().orElse(0));
        double worst = -1;
        int place = 0;
        for (int i = 0; i < a.length; i++) {
            double error = error(a[i], n[i], floor);
            if (error > worst) {
                worst = error;
                place = i;
            }
        }
        return worst < 0
                ? new GradientCheck(0, new int[0], 0, 0)
                : new GradientCheck(worst, places(numeric.shape(), place), a[place], n[place]);
    }

    private static double error(double a, double n, double floor) {
        double error = Math.abs(a - n) / Math.max(Math.abs(a) + Math.abs(n), floor);
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    private static int[] places(Shape shape, int flat) {
        int[] at = new int[shape.rank()];
        int rest = flat;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            at[axis] = rest % Math.max(1, shape.size(axis));
            rest /= Math.max(1, shape.size(axis));
        }
        return at;
    }

    /** Such as {@code relative error 3.3e-01 at [2, 5]: yours 0.100000, numeric 0.200000}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "relative error %.1e at [%s]: yours %.6g, numeric %.6g",
                relativeError,
                IntStream.of(at).mapToObj(Integer::toString).collect(Collectors.joining(", ")),
                yours,
                numeric);
    }
}
