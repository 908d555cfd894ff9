package fovea.train.optim;

import java.util.function.DoubleFunction;

/**
 * A line search that ends where the strong Wolfe conditions hold, {@code f(t) ≤ f(0) + c₁ t f'(0)} and {@code |f'(t)| ≤ c₂ |f'(0)|}
 * (Nocedal and Wright 2006, "Numerical optimization", algorithms 3.5 and 3.6), with the numbers and safeguards of Schmidt's minFunc, as
 * PyTorch's.
 */
final class StrongWolfe {
    private static final double DECREASE = 1e-4;
    private static final int TRIALS = 25;

    private final DoubleFunction<Point> f;
    private final Point start;
    private final double curvature;
    private final double smallest;
    private int trials;

    /**
     * Along one line.
     *
     * @param start at t = 0
     * @param curvature c₂: 0.9 for Newton's directions, 0.1 for conjugate gradients
     * @param smallest brackets below it are not searched further
     */
    StrongWolfe(DoubleFunction<Point> f, Point start, double curvature, double smallest) {
        this.f = f;
        this.start = start;
        this.curvature = curvature;
        this.smallest = smallest;
    }

    /**
     * A point of the line.
     *
     * @param gradient of all weights
     * @param slope f'(t), along the line
     */
    record Point(double t, double loss, double[] gradient, double slope) {}

    /** Searches from {@code t} on. */
    Point search(double t) {
        Point before = start;
        Point now = f.apply(t);
        while (trials < TRIALS) {
            if (isTooHigh(now) || (trials > 1 && now.loss >= before.loss)) {
                return zoom(before, now);
            }
            if (isFlat(now)) {
                return now;
            }
            if (now.slope >= 0) {
                return zoom(before, now);
            }
            double next = cubic(before, now, now.t + 0.01 * (now.t - before.t), now.t * 10);
            before = now;
            now = f.apply(next);
            trials++;
        }
        return start.loss <= now.loss ? start : now;
    }

    private boolean isTooHigh(Point point) {
        return point.loss > start.loss + DECREASE * point.t * start.slope;
    }

    private boolean isFlat(Point point) {
        return Math.abs(point.slope) <= -curvature * start.slope;
    }

    /** Narrows a bracket that holds a point as wanted. */
    private Point zoom(Point a, Point b) {
        Point[] ends = {a, b};
        int low = a.loss <= b.loss ? 0 : 1;
        boolean isStuck = false;
        while (trials < TRIALS && !(Math.abs(ends[1].t - ends[0].t) < smallest)) {
            double left = Math.min(ends[0].t, ends[1].t);
            double right = Math.max(ends[0].t, ends[1].t);
            double t = cubic(ends[0], ends[1], left, right);
            double margin = 0.1 * (right - left);
            boolean isNearEnd = Math.min(right - t, t - left) < margin;
            boolean moves = isNearEnd && (isStuck || t >= right || t <= left);
            if (moves) {
                t = Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin;
            }
            isStuck = isNearEnd && !moves;
            Point now = f.apply(t);
            trials++;
            if (isTooHigh(now) || now.loss >= ends[low].loss) {
                ends[1 - low] = now;
                low = ends[0].loss <= ends[1].loss ? 0 : 1;
            } else if (isFlat(now)) {
                return now;
            } else {
                if (now.slope * (ends[1 - low].t - ends[low].t) >= 0) {
                    ends[1 - low] = ends[low];
                }
                ends[low] = now;
            }
        }
        return ends[low];
    }

    /** Where the cubic through both points with their slopes is lowest (equation 3.59), held between two ends; their middle without one. */
    private static double cubic(Point a, Point b, double from, double to) {
        Point left = a.t <= b.t ? a : b;
        Point right = a.t <= b.t ? b : a;
        double d1 = left.slope + right.slope - 3 * (left.loss - right.loss) / (left.t - right.t);
        double square = d1 * d1 - left.slope * right.slope;
        if (!(square >= 0)) {
            return (from + to) / 2;
        }
        double d2 = Math.sqrt(square);
        double t = right.t - (right.t - left.t) * ((right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2));
        return Math.min(Math.max(t, from), to);
    }
}
