package fovea.classic.linear;

import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Support vector machines found by what each example pushes, one example after another (Hsieh et al. 2008, "A dual coordinate descent method
 * for large-scale linear SVM", algorithm 1, for squared hinges: what LIBLINEAR does). With {@code C = 1 / (2 λ N)} the weights of a class are
 * {@code w = Σ_i α_i t_i x_i}, and
 *
 * <pre>  α_i ← max(0, α_i − (t_i w · x_i − 1 + α_i / 2C) / (x_i · x_i + 1 / 2C))</pre>
 *
 * <p>A step has no rate to choose, and a look at all examples brings as much as dozens of {@link QuasiNewton}'s where features resemble each
 * other. Examples are taken in blocks, whose products with the weights and with each other are matrix products; within a block every
 * step sees those before it. It is for {@link SquaredHinges}, with a λ above 0, and begins at 0 whatever the classifier holds. The bias is
 * the weight of a feature that is always 1, and shrinks with the others.
 *
 * @param passes over all examples, at most
 * @param tolerance it ends after a pass in which no slope was larger; LIBLINEAR's 0.1
 */
public record DualDescent(int passes, double tolerance) implements WeightSearch {
    private static final int BLOCK = 128;

    /** So many passes, or until slopes are below 0.1. */
    public static DualDescent of(int passes) {
        return new DualDescent(passes, 0.1);
    }

    /** The losses are those of each pass, every example measured just before it pushed. */
    @Override
    public double[] run(LinearClassifier classifier, Objective objective, RandomGenerator random) {
        if (!(objective.loss() instanceof SquaredHinges) || objective.penalty() <= 0) {
            throw new IllegalArgumentException(
                    "dual descent: the loss is %s, λ %s%n  it is for new SquaredHinges() with a λ above 0; QuasiNewton takes any"
                            .formatted(objective.loss(), objective.penalty()));
        }
        Blocks blocks = Blocks.of(objective.examples(), objective.penalty());
        Tensor weights = Tensor.zeros(Shape.of(classifier.classes(), classifier.features() + 1));
        double[] losses = new double[passes];
        for (int pass = 0; pass < passes; pass++) {
            blocks.shuffle(random);
            Pass done = blocks.pass(weights);
            weights = done.weights;
            losses[pass] = done.loss / objective.examples().count()
                    + objective.penalty()
                            * Region.run(() -> square(done.weights)).item();
            if (done.steepest < tolerance) {
                losses = Arrays.copyOf(losses, pass + 1);
                break;
            }
        }
        LinearClassifier found = LinearClassifier.fromOneMatrix(weights);
        classifier.set(found.weight().get(), found.bias().get());
        return losses;
    }

    private static Tensor square(Tensor weights) {
        return weights.square().sum();
    }

    /** Where a pass over all examples led, the sum of their losses on the way, and the largest slope met. */
    private record Pass(Tensor weights, double loss, double steepest) {}

    /** All examples, in blocks that stay together. */
    private static final class Blocks {
        private final Block[] blocks;

        private Blocks(Block[] blocks) {
            this.blocks = blocks;
        }

        static Blocks of(Examples examples, double penalty) {
            Examples all = examples.withOnes();
            int[] labels = all.labels().toInts();
            Block[] blocks = new Block[(all.count() + BLOCK - 1) / BLOCK];
            for (int b = 0; b < blocks.length; b++) {
                int from = b * BLOCK;
                int to = Math.min(from + BLOCK, all.count());
                blocks[b] = Block.of(
                        all.x().slice(0, from, to),
                        Arrays.copyOfRange(labels, from, to),
                        all.classes(),
                        penalty * all.count());
            }
            return new Blocks(blocks);
        }

        void shuffle(RandomGenerator random) {
            for (int i = blocks.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                Block swapped = blocks[i];
                blocks[i] = blocks[j];
                blocks[j] = swapped;
            }
        }

        Pass pass(Tensor from) {
            Tensor weights = from;
            double loss = 0;
            double steepest = 0;
            for (Block block : blocks) {
                Tensor before = weights;
                float[] scores = Region.run(() -> List.of(before.matmul(block.x.transpose())))
                        .getFirst()
                        .toArray();
                float[] pushes = block.push(scores);
                Tensor change = Tensor.of(Shape.of(before.shape().size(0), block.labels.length), pushes);
                weights = Region.run(() -> List.of(before.add(change.matmul(block.x))))
                        .getFirst();
                loss += block.loss;
                steepest = Math.max(steepest, block.steepest);
            }
            return new Pass(weights, loss, steepest);
        }
    }

    /** Examples that are measured together. */
    private static final class Block {
        private final Tensor x;
        private final int[] labels;
        private final float[] products;
        private final float[] alpha;
        private final double slack;
        private double loss;
        private double steepest;

        /** @param products of the examples with each other, {@code [n, n]} */
        private Block(Tensor x, int[] labels, float[] products, float[] alpha, double slack) {
            this.x = x;
            this.labels = labels;
            this.products = products;
            this.alpha = alpha;
            this.slack = slack;
        }

        /** @param slack 1 / 2C */
        static Block of(Tensor x, int[] labels, int classes, double slack) {
            float[] products = Region.run(() -> List.of(x.matmul(x.transpose())))
                    .getFirst()
                    .toArray();
            return new Block(x, labels, products, new float[classes * labels.length], slack);
        }

        /** A step for each example and class, from these scores {@code [C, n]} on; what examples push is {@code [C, n]} too. */
        float[] push(float[] scores) {
            int n = labels.length;
            float[] pushes = new float[scores.length];
            loss = 0;
            steepest = 0;
            for (int c = 0; c < scores.length / n; c++) {
                for (int i = 0; i < n; i++) {
                    int at = c * n + i;
                    double sign = labels[i] == c ? 1 : -1;
                    double margin = sign * scores[at];
                    double hinge = Math.max(0, 1 - margin);
                    loss += hinge * hinge;
                    double slope = margin - 1 + slack * alpha[at];
                    if (alpha[at] == 0 && slope > 0) {
                        continue;
                    }
                    steepest = Math.max(steepest, Math.abs(slope));
                    double moved = Math.max(0, alpha[at] - slope / (products[i * n + i] + slack));
                    float push = (float) (sign * (moved - alpha[at]));
                    alpha[at] = (float) moved;
                    pushes[at] += push;
                    for (int k = 0; k < n; k++) {
                        scores[c * n + k] += push * products[i * n + k];
                    }
                }
            }
            return pushes;
        }
    }
}
