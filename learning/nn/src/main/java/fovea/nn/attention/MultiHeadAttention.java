package fovea.nn.attention;

import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Attention by several heads that each look at projections of their own (Vaswani et al. 2017, section 3.2.2, <a
 * href="https://arxiv.org/abs/1706.03762">arXiv:1706.03762</a>):
 *
 * <pre>  headᵢ = softmax(qᵢ kᵢᵀ / √(E/heads)) vᵢ    y = concat(headᵢ) Wₒᵀ + bₒ</pre>
 *
 * <p>Shapes: {@code q [L, N, E]}, {@code k [S, N, K]}, {@code v [S, N, V]} → {@code y [L, N, E]} and weights {@code [N, heads, L, S]}; with
 * {@code N} in front if {@link AttentionOptions#batchFirst}, without it for one sequence. Learned and zero keys make {@code S} larger.
 *
 * <p>Parameters are called as PyTorch's, and begin as those do: projections uniform as {@link Initial.Scale#XAVIER}, biases 0.
 *
 * @param inProjWeight the projections of queries, keys and values one below the other, {@code [3·E, E]}; null where they differ in features
 * @param qProjWeight {@code [E, E]} where there is no {@code inProjWeight}, as the next two
 * @param kProjWeight {@code [E, K]}
 * @param vProjWeight {@code [E, V]}
 * @param inProjBias {@code [3·E]}, or null for none
 * @param biasK a key behind the others, {@code [1, 1, E]}, or null for none
 * @param biasV its value
 */
public record MultiHeadAttention(
        AttentionOptions options,
        @Nullable Parameter inProjWeight,
        @Nullable Parameter qProjWeight,
        @Nullable Parameter kProjWeight,
        @Nullable Parameter vProjWeight,
        @Nullable Parameter inProjBias,
        @Nullable Parameter biasK,
        @Nullable Parameter biasV,
        Linear outProj)
        implements Layer {

    /** A fresh one. */
    public static MultiHeadAttention of(AttentionOptions options, RandomGenerator random) {
        int e = options.embedDim();
        boolean packed = options.isPacked();
        return new MultiHeadAttention(
                options,
                packed ? projection(3 * e, e, random) : null,
                packed ? null : projection(e, e, random),
                packed ? null : projection(e, options.kdim(), random),
                packed ? null : projection(e, options.vdim(), random),
                options.bias() ? new Parameter(Tensor.zeros(Shape.of(3 * e))) : null,
                options.addBiasKv() ? added(e, random) : null,
                options.addBiasKv() ? added(e, random) : null,
                output(e, options.bias(), random));
    }

    private static Parameter projection(int out, int in, RandomGenerator random) {
        return new Parameter(Initial.uniform(Shape.of(out, in), Initial.Scale.XAVIER, random));
    }

    private static Parameter added(int features, RandomGenerator random) {
        return new Parameter(Initial.normal(Shape.of(1, 1, features), Initial.Scale.XAVIER, random));
    }

    private static Linear output(int features, boolean bias, RandomGenerator random) {
        Parameter weight = Linear.unbiased(features, features, random).weight();
        return new Linear(weight, bias ? new Parameter(Tensor.zeros(Shape.of(features))) : null);
    }

    /** Every step of {@code x} looks at all of {@code x}. */
    @Override
    public Tensor forward(Tensor x) {
        return attend(x, x, x, AttentionMasks.NONE).y();
    }

    /** Looks with {@code q} at {@code k}, and takes of {@code v} what it sees. */
    public Attended attend(Tensor q, Tensor k, Tensor v) {
        return attend(q, k, v, AttentionMasks.NONE);
    }

    /** Looks with {@code q} at what of {@code k} is not hidden, and takes of {@code v} what it sees. */
    public Attended attend(Tensor q, Tensor k, Tensor v, AttentionMasks masks) {
        check(q, k, v);
        boolean single = q.shape().rank() == 2;
        Tensor[] projected = projected(q, k, v);
        int n = projected[0].shape().size(0);
        Tensor keys = withLearned(projected[1], biasK);
        Tensor values = withLearned(projected[2], biasV);
        int heads = options.numHeads();
        Tensor queries = Heads.split(projected[0], heads);
        Tensor looked = withZeros(Heads.split(keys, heads));
        Tensor taken = withZeros(Heads.split(values, heads));
        double scale = 1 / Math.sqrt((double) options.embedDim() / heads);
        Tensor scores = queries.mul(scale).matmul(looked.transpose());
        Tensor weights = masked(scores, masks, n, k).softmax();
        if (options.dropout() != 0) {
            weights = new Dropout(options.dropout()).forward(weights);
        }
        Tensor y = outProj.forward("out_proj", Heads.join(weights.matmul(taken)));
        return new Attended(turnedBack(y, single), single ? weights.reshape(withoutFirst(weights.shape())) : weights);
    }

    private void check(Tensor q, Tensor k, Tensor v) {
        int rank = q.shape().rank();
        int time = rank == 3 && options.batchFirst() ? 1 : 0;
        boolean fits = (rank == 2 || rank == 3)
                && k.shape().rank() == rank
                && v.shape().rank() == rank
                && q.shape().size(-1) == options.embedDim()
                && k.shape().size(-1) == options.kdim()
                && v.shape().size(-1) == options.vdim()
                && k.shape().size(time) == v.shape().size(time)
                && (rank == 2
                        || (k.shape().size(1 - time) == q.shape().size(1 - time)
                                && v.shape().size(1 - time) == q.shape().size(1 - time)));
        if (!fits) {
            String axes = options.batchFirst() ? "[N, %s, %d]" : "[%s, N, %d]";
            throw new ShapeException(
                    "attention",
                    "q is " + q.shape() + ", k " + k.shape() + " and v " + v.shape(),
                    "they must be " + axes.formatted("L", options.embedDim()) + ", "
                            + axes.formatted("S", options.kdim()) + " and " + axes.formatted("S", options.vdim())
                            + ", or all without N");
        }
    }

    /** {@code [L, N, F]}, {@code [N, L, F]} or {@code [L, F]} as {@code [N, L, F]}. */
    private Tensor batched(Tensor x) {
        if (x.shape().rank() == 2) {
            return x.reshape(Shape.of(1, x.shape().size(0), x.shape().size(1)));
        }
        return options.batchFirst() ? x : x.permute(1, 0, 2);
    }

    private Tensor turnedBack(Tensor y, boolean single) {
        if (single) {
            return y.reshape(withoutFirst(y.shape()));
        }
        return options.batchFirst() ? y : y.permute(1, 0, 2);
    }

    private static Shape withoutFirst(Shape shape) {
        int[] sizes = shape.toArray();
        return Shape.of(java.util.Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    /** Queries, keys and values, projected; what is one and the same is projected at once. */
    private Tensor[] projected(Tensor q, Tensor k, Tensor v) {
        int e = options.embedDim();
        Parameter packed = inProjWeight;
        if (packed != null && q.equals(k) && k.equals(v)) {
            Tensor all = project(batched(q), packed.get(), inProjBias == null ? null : inProjBias.get());
            return new Tensor[] {all.slice(2, 0, e, 1), all.slice(2, e, 2 * e, 1), all.slice(2, 2 * e, 3 * e, 1)};
        }
        Tensor[] x = {q, k, v};
        @Nullable Parameter[] separate = {qProjWeight, kProjWeight, vProjWeight};
        Tensor[] y = new Tensor[3];
        for (int i = 0; i < y.length; i++) {
            Tensor weight = packed != null
                    ? packed.get().slice(0, i * e, (i + 1) * e, 1)
                    : java.util.Objects.requireNonNull(separate[i], "projections are packed or separate")
                            .get();
            Tensor bias = inProjBias == null ? null : inProjBias.get().slice(0, i * e, (i + 1) * e, 1);
            y[i] = project(batched(x[i]), weight, bias);
        }
        return y;
    }

    private static Tensor project(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Shape shape = x.shape();
        Tensor rows = x.reshape(Shape.of(shape.size(0) * shape.size(1), shape.size(2)))
                .matmul(weight.transpose());
        Tensor y = bias == null ? rows : rows.add(bias);
        return y.reshape(shape.with(2, weight.shape().size(0)));
    }

    private static Tensor withLearned(Tensor x, @Nullable Parameter last) {
        return last == null
                ? x
                : new Concat(1).apply(x, last.get().expand(x.shape().with(1, 1)));
    }

    private Tensor withZeros(Tensor x) {
        Spec zeros = x.spec().with(x.shape().with(2, 1));
        return options.addZeroAttn() ? new Concat(2).apply(x, Tensor.full(zeros, 0)) : x;
    }

    /** Scores {@code [N, heads, L, S]} of what is not hidden; nothing hides the keys that were added. */
    private Tensor masked(Tensor scores, AttentionMasks masks, int n, Tensor k) {
        int heads = options.numHeads();
        int queries = scores.shape().size(2);
        int all = scores.shape().size(3);
        int keys = k.shape().size(k.shape().rank() == 3 && options.batchFirst() ? 1 : 0);
        Tensor y = scores;
        Tensor mask = masks.scores();
        if (mask != null) {
            Shape each = Shape.of(queries, keys);
            Shape every = Shape.of(n * heads, queries, keys);
            if (mask.shape().equals(each)) {
                y = hide(y, mask, all - keys);
            } else if (mask.shape().equals(every)) {
                y = hide(y, mask.reshape(Shape.of(n, heads, queries, keys)), all - keys);
            } else {
                throw new ShapeException(
                        "attention", "the mask of scores is " + mask.shape(), "it must be " + each + " or " + every);
            }
        }
        Tensor padding = masks.padding();
        if (padding != null) {
            Shape wanted = k.shape().rank() == 2 ? Shape.of(keys) : Shape.of(n, keys);
            if (!padding.shape().equals(wanted)) {
                throw new ShapeException(
                        "attention", "the mask of padding is " + padding.shape(), "it must be " + wanted);
            }
            y = hide(y, padding.reshape(Shape.of(n, 1, 1, keys)), all - keys);
        }
        return y;
    }

    private static Tensor hide(Tensor scores, Tensor mask, int added) {
        if (added == 0) {
            return Mask.hidden("attention", scores, mask);
        }
        Tensor wide = mask.dtype() == DType.BOOL
                ? mask.cast(DType.I32).pad(-1, 0, added).cast(DType.BOOL)
                : mask.pad(-1, 0, added);
        return Mask.hidden("attention", scores, wide);
    }
}
