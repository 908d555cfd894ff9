package fovea.nn.loss;

import fovea.nn.Initial;
import fovea.nn.Loss;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Cross-entropy over very many classes, told by yes-or-no turns down a tree: {@code p(y | x) = Π σ(±(w_k · x + b_k))} over the inner nodes k on
 * the way to y, so that {@code L = −ln p(y | x)} costs {@code log₂ V} products instead of V (Morin and Bengio 2005). It has weights of
 * its own in place of a model's last layer.
 *
 * <p>Gradient: that of the logistic loss of each turn; other nodes have none.
 *
 * <p>Shapes: {@code x [N, D]} and labels {@code [N]} of whole numbers → {@code [N]}.
 *
 * @param weight of the inner nodes, {@code [V − 1, D]}
 * @param bias {@code [V − 1]}
 */
public record HierarchicalSoftmax(CodeTree tree, Parameter weight, Parameter bias, Reduction reduction)
        implements Loss {
    private static final String NAME = "hierarchicalSoftmax";

    /** The mean; weights and bias uniform in {@code ±1/√D}. */
    public static HierarchicalSoftmax of(CodeTree tree, int features, RandomGenerator random) {
        Shape shape = Shape.of(tree.classes() - 1, features);
        double bound = Initial.bound(shape);
        return new HierarchicalSoftmax(
                tree,
                new Parameter(Initial.uniform(shape, bound, random)),
                new Parameter(Initial.uniform(Shape.of(tree.classes() - 1), bound, random)),
                Reduction.MEAN);
    }

    public HierarchicalSoftmax withReduction(Reduction to) {
        return new HierarchicalSoftmax(tree, weight, bias, to);
    }

    @Override
    public Tensor of(Tensor x, Tensor labels) {
        Tensor w = checked(x);
        if (!labels.dtype().isInteger()
                || !labels.shape().equals(Shape.of(x.shape().size(0)))) {
            throw new ShapeException(
                    NAME,
                    "x is " + x.spec() + " and the labels " + labels.spec(),
                    "labels must be [" + x.shape().size(0) + "] of whole numbers");
        }
        int n = x.shape().size(0);
        int d = x.shape().size(1);
        Tensor places = labels.cast(DType.I64);
        Tensor known = places.lt(0).where(places.sub(tree.classes()), places);
        Tensor nodes = table(tree.nodes()).take(0, known);
        Tensor turns = table(tree.turns()).cast(x.dtype()).take(0, known);
        Tensor each = w.take(0, nodes).matmul(x.reshape(Shape.of(n, d, 1)));
        Tensor scores = each.reshape(nodes.shape()).add(bias.get().take(0, nodes));
        return reduction.of(turned(scores, turns).sum(1));
    }

    /** The logarithm of the probability of each class; {@code x [N, D]} → {@code [N, V]}. */
    public Tensor logProbabilities(Tensor x) {
        Tensor w = checked(x);
        Tensor scores = x.matmul(w.transpose()).add(bias.get()).take(1, table(tree.nodes()));
        return turned(scores, table(tree.turns()).cast(x.dtype())).sum(2).neg();
    }

    /** The logistic loss of each turn, 0 where there is none. */
    private static Tensor turned(Tensor scores, Tensor turns) {
        return turns.ne(0).where(turns.neg().mul(scores).softplus(), 0);
    }

    private Tensor checked(Tensor x) {
        Tensor w = weight.get();
        Shape expected = Shape.of(tree.classes() - 1, w.shape().size(-1));
        boolean fits = x.shape().rank() == 2
                && x.dtype() == w.dtype()
                && w.shape().equals(expected)
                && x.shape().size(1) == expected.size(1);
        if (!fits) {
            throw new ShapeException(
                    NAME,
                    "x is " + x.spec() + " and the weight " + w.spec() + ", with " + tree.classes() + " classes",
                    "x must be [N, D] and the weight [" + (tree.classes() - 1) + ", D] of the same type");
        }
        return w;
    }

    /** Ways of the tree as a rectangle, padded with 0; {@code i32 [V, depth]}. */
    private Tensor table(int[][] ways) {
        int depth = tree.depth();
        int[] all = new int[ways.length * depth];
        for (int i = 0; i < ways.length; i++) {
            System.arraycopy(ways[i], 0, all, i * depth, ways[i].length);
        }
        return Tensor.of(Shape.of(ways.length, depth), all);
    }
}
