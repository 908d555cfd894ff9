package fovea.classic.unlabeled;

import fovea.classic.Points;
import java.util.random.RandomGenerator;

/**
 * Fewer numbers for each point, distances kept: products with random vectors, without a look at the points (Johnson and Lindenstrauss
 * 1984).
 *
 * @param axes {@code [components, size]}, Gaussian with variance {@code 1 / components}
 */
public record RandomProjection(Points.Floats axes) {

    /** From points of {@code size} numbers to points of {@code components}. */
    public static RandomProjection of(int size, int components, RandomGenerator random) {
        float[] values = new float[Math.multiplyExact(size, components)];
        double scale = 1 / Math.sqrt(components);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return new RandomProjection(new Points.Floats(components, size, values));
    }

    /**
     * So many numbers a point are enough for all squared distances between {@code count} points to be kept but for a factor of {@code 1 ±
     * slack}, whatever the points are: {@code 4 ln N / (slack²/2 − slack³/3)} (Dasgupta and Gupta 2003, theorem 2.1). A projection drawn
     * does so with a chance of at least {@code 1 / N}, most do where it is a little larger.
     *
     * @param slack between 0 and 1
     */
    public static int components(int count, double slack) {
        if (count < 2 || !(slack > 0 && slack < 1)) {
            throw new IllegalArgumentException(
                    "random projection: %d points, a slack of %s%n  give 2 points or more and a slack between 0 and 1"
                            .formatted(count, slack));
        }
        return (int) Math.ceil(4 * Math.log(count) / (slack * slack / 2 - slack * slack * slack / 3));
    }

    /** The points in the smaller space, {@code [N, components]}. */
    public Points.Floats project(Points points) {
        return Blocks.times(points, new float[points.size()], axes);
    }
}
