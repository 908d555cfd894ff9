package fovea.classic;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Points in the plane that no line divides: an arm of a spiral for each class (the course's notes, "Putting it together: minimal neural
 * network case study"). Arm c is at radius {@code r}, 0 to 1, and angle {@code 4 c … 4 (c + 1)} radians, with normal noise of 0.2 radians.
 *
 * @param x {@code f32 [classes · each, 2]}, class after class
 * @param labels {@code i32 [classes · each]}
 */
public record Spiral(Tensor x, Tensor labels) {

    /** So many points for each class, from the middle outward; the notes have 100 and 3. */
    public static Spiral of(int each, int classes, RandomGenerator random) {
        float[] x = new float[2 * each * classes];
        int[] labels = new int[each * classes];
        for (int i = 0; i < labels.length; i++) {
            int c = i / each;
            double radius = i % each / (double) Math.max(1, each - 1);
            double angle = 4 * (c + radius) + 0.2 * random.nextGaussian();
            x[2 * i] = (float) (radius * StrictMath.sin(angle));
            x[2 * i + 1] = (float) (radius * StrictMath.cos(angle));
            labels[i] = c;
        }
        return new Spiral(Tensor.of(Shape.of(labels.length, 2), x), Tensor.of(Shape.of(labels.length), labels));
    }

    /** The share of the points that a classifier's scores {@code [points, classes]} take for their own class. */
    public double accuracy(Tensor scores) {
        return scores.argmax(1)
                .cast(labels.dtype())
                .eq(labels)
                .cast(x.dtype())
                .mean()
                .item();
    }
}
