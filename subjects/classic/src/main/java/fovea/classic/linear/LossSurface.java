package fovea.classic.linear;

import fovea.device.Region;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The landscape in which weights are sought, seen where a line or a plane cuts it: the loss at {@code W + a U + b V} for many a and b. Scores
 * are linear in the weights, so that the data is multiplied three times, whatever the number of points.
 *
 * @param objective what is drawn
 * @param at W, the point in the middle
 * @param across U
 * @param up V
 */
public record LossSurface(Objective objective, LinearClassifier at, LinearClassifier across, LinearClassifier up) {

    /** The loss along a line, {@code W + a U}. */
    public double[] along(double... a) {
        Tensor x = objective.examples().x();
        return Region.run(() -> {
            Tensor middle = at.forward(x);
            Tensor slope = across.forward(x);
            return Arrays.stream(a)
                    .map(each -> loss(
                            middle.add(slope.mul(each)),
                            at.weight().get().add(across.weight().get().mul(each))))
                    .toArray();
        });
    }

    /** The loss over a plane, {@code W + a U + b V}: a row for each b, a column for each a. */
    public double[][] over(double[] a, double[] b) {
        Tensor x = objective.examples().x();
        return Region.run(() -> {
            Tensor middle = at.forward(x);
            Tensor right = across.forward(x);
            Tensor upward = up.forward(x);
            double[][] losses = new double[b.length][];
            for (int row = 0; row < b.length; row++) {
                Tensor scores = middle.add(upward.mul(b[row]));
                Tensor weights = at.weight().get().add(up.weight().get().mul(b[row]));
                losses[row] = Arrays.stream(a)
                        .map(each -> loss(
                                scores.add(right.mul(each)),
                                weights.add(across.weight().get().mul(each))))
                        .toArray();
            }
            return losses;
        });
    }

    private double loss(Tensor scores, Tensor weights) {
        return Region.run(() ->
                        List.of(objective.ofScores(scores, objective.examples().labels(), weights)))
                .getFirst()
                .item();
    }
}
