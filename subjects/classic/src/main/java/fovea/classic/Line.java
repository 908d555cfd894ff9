package fovea.classic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A straight line, {@code y = a x + b}.
 *
 * @param a its slope
 * @param b where it crosses x = 0
 */
public record Line(double a, double b) {

    /** The point of the line over {@code x}. */
    public double at(double x) {
        return a * x + b;
    }

    /** The mean of the squared distances upward from the line to points. */
    public double error(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (at(x[i]) - y[i]) * (at(x[i]) - y[i]);
        }
        return sum / x.length;
    }

    /**
     * The line with the least error, exactly: {@code a = cov(x, y) / var(x)}, through the mean point (Legendre 1805).
     *
     * @throws IllegalArgumentException if there are not two different places at least
     */
    public static Line leastSquares(double[] x, double[] y) {
        check(x, y);
        double meanX = mean(x);
        double meanY = mean(y);
        double together = 0;
        double spread = 0;
        for (int i = 0; i < x.length; i++) {
            together += (x[i] - meanX) * (y[i] - meanY);
            spread += (x[i] - meanX) * (x[i] - meanX);
        }
        if (!(spread > 0)) {
            throw new IllegalArgumentException(
                    "line: all points are over one place\n  give points over two places or more");
        }
        double a = together / spread;
        return new Line(a, meanY - a * meanX);
    }

    /**
     * The way of this line to a better one, "the deep-learning way": for one point after another, in a new random order each round, {@code a}
     * and {@code b} follow the slope of that point's squared error. The rate falls along a straight line to 0, so that the way comes to rest.
     *
     * @param rate at the beginning, times the gradient; less than 1 over the largest {@code x² + 1}
     * @return the line before, and after every round
     */
    public List<Line> descend(double[] x, double[] y, double rate, int rounds, RandomGenerator random) {
        check(x, y);
        int[] order = new int[x.length];
        Arrays.setAll(order, i -> i);
        List<Line> way = new ArrayList<>(List.of(this));
        for (int round = 0; round < rounds; round++) {
            shuffle(order, random);
            Line now = way.getLast();
            for (int i : order) {
                now = now.step(x[i], y[i], rate * (rounds - round) / rounds);
            }
            way.add(now);
        }
        return way;
    }

    /** Against the gradient of {@code (a x + b − y)²}, which is {@code 2 (a x + b − y) · (x, 1)}. */
    private Line step(double x, double y, double rate) {
        double slope = 2 * (at(x) - y);
        return new Line(a - rate * slope * x, b - rate * slope);
    }

    private static void shuffle(int[] order, RandomGenerator random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static void check(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException(
                    "line: %d places and %d heights\n  give two points or more, both numbers of each"
                            .formatted(x.length, y.length));
        }
    }
}
