package fovea.classic.linear;

import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Newton's steps with one curvature for all of them, that no point exceeds: each goes to the minimum of a bowl that touches the loss where it
 * is and lies above it elsewhere, so the loss never rises and there is no rate to choose (Böhning and Lindsay 1988, "Monotonicity of
 * quadratic-approximation algorithms"). For {@link SquaredHinges}, whose curvature is largest where every example counts,
 *
 * <pre>  W ← W − (Xᵀ X / N + λ I)⁻¹ ∇L(W) / 2</pre>
 *
 * <p>It costs a matrix {@code [D + 1, D + 1]}, decomposed once in double precision, and some dozens of looks at the data, however much features
 * resemble each other; {@link QuasiNewton} then needs thousands.
 *
 * @param steps at most
 * @param tolerance it ends where no partial derivative is larger
 */
public record BoundNewton(int steps, double tolerance) implements WeightSearch {

    /** So many steps, or until no partial derivative is above 1e-5. */
    public static BoundNewton of(int steps) {
        return new BoundNewton(steps, 1e-5);
    }

    /** The losses are those before each step. */
    @Override
    public double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random) {
        if (!(objective.loss() instanceof SquaredHinges)) {
            throw new IllegalArgumentException(
                    "bound Newton: the loss is %s%n  it is for new SquaredHinges(); QuasiNewton takes any"
                            .formatted(objective.loss()));
        }
        Examples examples = objective.examples().withOnes();
        Tensor penalties = penalties(examples.features(), objective.penalty());
        Tensor bound = bound(examples.x(), penalties);
        Compiled slope = Compiled.of(in -> slope(examples, penalties, in.getFirst()));
        Tensor weights = classifier.oneMatrix();
        List<Double> losses = new ArrayList<>();
        while (losses.size() < steps) {
            List<Tensor> found = slope.run(weights);
            losses.add(found.get(0).item());
            if (found.get(2).item() <= tolerance) {
                break;
            }
            weights = step(weights, bound, found.get(1));
        }
        LinearClassifier best = LinearClassifier.fromOneMatrix(weights);
        classifier.set(best.weight().get(), best.bias().get());
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** λ for each weight and 0 for the bias, {@code [D + 1]}. */
    private static Tensor penalties(int features, double penalty) {
        float[] each = new float[features];
        Arrays.fill(each, 0, features - 1, (float) penalty);
        return Tensor.of(Shape.of(features), each);
    }

    /** The lower triangle L of {@code L Lᵀ = Xᵀ X / N + λ I}. */
    private static Tensor bound(Tensor x, Tensor penalties) {
        return Region.run(() -> List.of(x.transpose()
                        .matmul(x)
                        .div(x.shape().size(0))
                        .add(penalties.diag(0))
                        .cast(DType.F64)
                        .cholesky()))
                .getFirst();
    }

    /** For {@code W [C, D + 1]}: the loss, half its gradient, and the largest partial derivative. */
    private static List<Tensor> slope(Examples examples, Tensor penalties, Tensor weights) {
        Tensor x = examples.x();
        int n = examples.count();
        Tensor scores = weights.matmul(x.transpose()).transpose();
        Tensor signs = Signs.of(scores, examples.labels());
        Tensor hinges = scores.mul(signs).neg().add(1).relu();
        Tensor shrinking = weights.mul(penalties);
        Tensor loss = hinges.square().sum().div(n).add(shrinking.mul(weights).sum());
        Tensor half = shrinking.sub(hinges.mul(signs).transpose().matmul(x).div(n));
        return List.of(loss, half, half.abs().max().mul(2));
    }

    private static Tensor step(Tensor weights, Tensor bound, Tensor half) {
        return Region.run(() ->
                        List.of(weights.sub(bound.choleskySolve(half.transpose().cast(DType.F64))
                                .transpose()
                                .cast(DType.F32))))
                .getFirst();
    }
}
