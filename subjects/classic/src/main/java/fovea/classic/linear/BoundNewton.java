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
import java.util.stream.IntStream;

/**
 * Newton's steps with one curvature for all of them, that no point exceeds: each goes to the minimum of a bowl that touches the loss where it
 * is and lies above it elsewhere, so the loss never rises and there is no rate to choose (Böhning and Lindsay 1988, "Monotonicity of
 * quadratic-approximation algorithms"). For {@link SquaredHinges}, whose curvature is largest where every example counts,
 *
 * <pre>  W ← W − (Xᵀ X / N + λ I)⁻¹ ∇L(W) / 2</pre>
 *
 * <p>It costs a matrix {@code [D + 1, D + 1]}, decomposed once in double precision, and some dozens of looks at the data, however much features
 * resemble each other; {@link QuasiNewton} then needs thousands. Of the data it holds one copy.
 *
 * @param steps at most
 * @param tolerance it ends where no partial derivative is larger
 */
public record BoundNewton(int steps, double tolerance) implements WeightSearch {
    /** Examples looked at together. */
    private static final int BLOCK = 4096;

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
        return Region.run(() -> descend(classifier, objective));
    }

    private double[] descend(LinearClassifier classifier, Objective objective) {
        List<Examples> blocks = blocks(objective.examples());
        int n = objective.examples().count();
        Tensor penalties = penalties(objective.examples().features() + 1, objective.penalty());
        Tensor bound = bound(blocks, n, penalties);
        Compiled falls = Compiled.of(in -> falls(in.get(0), in.get(1), in.get(2)));
        Tensor weights = classifier.oneMatrix();
        List<Double> losses = new ArrayList<>();
        while (losses.size() < steps) {
            List<Tensor> slope = slope(falls, blocks, n, penalties, weights);
            losses.add(slope.get(0).item());
            if (slope.get(1).abs().max().item() <= tolerance / 2) {
                break;
            }
            weights = step(weights, bound, slope.get(1));
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

    /** The examples, some at a time, each with a last feature of 1, so that no second copy of all is ever made. */
    private static List<Examples> blocks(Examples examples) {
        int n = examples.count();
        return IntStream.iterate(0, from -> from < n, from -> from + BLOCK)
                .mapToObj(from -> Region.run(
                        () -> examples.part(from, Math.min(from + BLOCK, n)).withOnes()))
                .toList();
    }

    /** The lower triangle L of {@code L Lᵀ = Xᵀ X / N + λ I}. */
    private static Tensor bound(List<Examples> blocks, int n, Tensor penalties) {
        return Region.run(() -> {
            Tensor sum = penalties.mul(n).diag(0);
            for (Examples block : blocks) {
                Tensor before = sum;
                sum = Region.run(() -> before.add(block.x().transpose().matmul(block.x())));
            }
            return sum.div(n).cast(DType.F64).cholesky();
        });
    }

    /** The loss of all examples and half its gradient, {@code [C, D + 1]}. */
    private static List<Tensor> slope(Compiled falls, List<Examples> blocks, int n, Tensor penalties, Tensor weights) {
        return Region.run(() -> {
            Tensor shrinking = weights.mul(penalties);
            Tensor loss = shrinking.mul(weights).sum();
            Tensor half = shrinking;
            for (Examples block : blocks) {
                List<Tensor> found = falls.run(block.x(), block.labels(), weights);
                loss = loss.add(found.get(0).div(n));
                half = half.sub(found.get(1).div(n));
            }
            return List.of(loss, half);
        });
    }

    /** For {@code W [C, D + 1]}: the sum of squared hinges of some examples, and half the way it falls. */
    private static List<Tensor> falls(Tensor x, Tensor labels, Tensor weights) {
        Tensor scores = weights.matmul(x.transpose()).transpose();
        Tensor signs = Signs.of(scores, labels);
        Tensor hinges = scores.mul(signs).neg().add(1).relu();
        return List.of(hinges.square().sum(), hinges.mul(signs).transpose().matmul(x));
    }

    private static Tensor step(Tensor weights, Tensor bound, Tensor half) {
        return Region.run(() -> weights.sub(bound.choleskySolve(half.transpose().cast(DType.F64))
                .transpose()
                .cast(DType.F32)));
    }
}
