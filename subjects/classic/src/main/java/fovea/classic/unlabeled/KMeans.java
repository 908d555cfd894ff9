package fovea.classic.unlabeled;

import fovea.classic.Points;
import fovea.tensor.ShapeException;
import java.util.random.RandomGenerator;

/**
 * Points summed up by {@code k} centers, each the mean of the points that are nearer to it than to any other (Lloyd 1957, published 1982,
 * "Least squares quantization in PCM").
 *
 * <p>It begins with centers drawn far apart (k-means++, Arthur and Vassilvitskii 2007), among at most 32 points for each. Distances are
 * matrix products, a block of points at a time. A center that no point is nearest to moves to the point farthest from its own. Of equally
 * near centers the first counts.
 *
 * @param centers {@code [k, size]}
 * @param spread the mean over all points of the squared distance to the center, after the last round
 * @param rounds how many were made
 */
public record KMeans(Points.Floats centers, double spread, int rounds) {

    /**
     * Finds centers: at most {@code rounds} rounds, fewer where no point changes its center any more.
     *
     * @throws ShapeException if there are fewer points than centers
     */
    public static KMeans of(Points points, int k, int rounds, RandomGenerator random) {
        if (k < 1 || k > points.count()) {
            throw new ShapeException(
                    "k-means",
                    "%,d centers of %,d points".formatted(k, points.count()),
                    "ask for between 1 and as many as there are points");
        }
        return new Lloyd(points, Seeding.of(points, k, random)).run(rounds);
    }

    /** How many centers. */
    public int k() {
        return centers.count();
    }

    /** The nearest center of each point. */
    public int[] assign(Points points) {
        int[] nearest = new int[points.count()];
        new CenterDistances(points, centers).nearest(nearest, new double[points.count()]);
        return nearest;
    }

    /** The squared distance of each point to its nearest center. */
    public double[] squaredDistances(Points points) {
        double[] squares = new double[points.count()];
        new CenterDistances(points, centers).nearest(new int[points.count()], squares);
        return squares;
    }
}
