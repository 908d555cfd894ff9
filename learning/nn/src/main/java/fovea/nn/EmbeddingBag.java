package fovea.nn;

import fovea.tensor.DType;
import fovea.tensor.Finding;
import fovea.tensor.IndexAdd;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sums, means or maxima of the rows of a table, for bags of numbers; all as PyTorch's {@code embedding_bag}. An empty bag gives zeros, and
 * the padding row is in no bag.
 *
 * <p>Shapes: ids {@code [B, L]} → {@code [B, D]}; or ids {@code [n]} with offsets {@code [B]}, where each bag begins, the first at 0.
 *
 * @param weight {@code [V, D]}
 * @param includesLast whether the offsets end with where the last bag ends: {@code [B + 1]}
 */
public record EmbeddingBag(Parameter weight, Lookup lookup, Mode mode, boolean includesLast) implements Layer {

    /** What becomes of the rows of a bag. */
    public enum Mode {
        SUM,
        MEAN,
        MAX
    }

    /** For {@code size} words, standard normal, as PyTorch's {@code nn.EmbeddingBag} begins. */
    public static EmbeddingBag of(int size, int features, Mode mode, RandomGenerator random) {
        return new EmbeddingBag(
                new Parameter(Initial.normal(Shape.of(size, features), 1, random)), Lookup.PLAIN, mode, false);
    }

    @Override
    public Tensor forward(Tensor ids) {
        return forward(ids, null, null);
    }

    /**
     * The bags of ids that lie one after another.
     *
     * @param offsets where each begins; null for the rows of ids {@code [B, L]}
     * @param weights what each row is multiplied by, like ids, in a sum; null for 1
     */
    public Tensor forward(Tensor ids, @Nullable Tensor offsets, @Nullable Tensor weights) {
        Tensor table = weight.get();
        if (lookup.limits()) {
            weight.set(lookup.limited(table, ids));
        }
        return of(table, ids, offsets, weights, lookup, mode, includesLast);
    }

    /** The bags from any table; see {@link #forward(Tensor, Tensor, Tensor)}. */
    public static Tensor of(
            Tensor table,
            Tensor ids,
            @Nullable Tensor offsets,
            @Nullable Tensor weights,
            Lookup lookup,
            Mode mode,
            boolean includesLast) {
        check(ids, offsets, weights, mode);
        int n = Math.toIntExact(ids.shape().elements());
        int bags = offsets == null ? ids.shape().size(0) : offsets.shape().size(0) - (includesLast ? 1 : 0);
        Tensor flat = ids.reshape(Shape.of(n));
        Tensor rows = lookup.every(table, flat);
        if (weights != null) {
            rows = rows.mul(weights.reshape(Shape.of(n, 1)));
        }
        Tensor bag = offsets == null ? rowsOf(ids.shape()) : positions(n, offsets);
        // What is in no bag goes to one more, behind the others.
        bag = lookup.padding() < 0 ? bag : flat.eq(lookup.padding()).where(bags, bag);
        return mode == Mode.MAX ? max(rows, bag, bags) : sum(rows, bag, bags, mode);
    }

    private static Tensor sum(Tensor rows, Tensor bag, int bags, Mode mode) {
        IndexAdd adding = new IndexAdd(0, bags + 1);
        Tensor sum = adding.apply(rows, bag).slice(0, 0, bags, 1);
        if (mode == Mode.SUM) {
            return sum;
        }
        Tensor count = adding.apply(Tensor.full(rows.spec().with(bag.shape()), 1), bag)
                .slice(0, 0, bags, 1)
                .maximum(1);
        return sum.div(count.reshape(Shape.of(bags, 1)));
    }

    /** The largest of equals is the first, which has the gradient. */
    private static Tensor max(Tensor rows, Tensor bag, int bags) {
        int n = rows.shape().size(0);
        int d = rows.shape().size(1);
        if (n * d == 0) {
            return Tensor.full(rows.spec().with(Shape.of(bags, d)), 0);
        }
        Shape all = Shape.of(n * d);
        Tensor place = bag.mul(d).reshape(Shape.of(n, 1)).add(counting(d)).reshape(all);
        Tensor values = rows.reshape(all);
        Tensor winner =
                new Finding.LargestIndex((bags + 1) * d).apply(values, place).slice(0, 0, bags * d, 1);
        Tensor none = winner.lt(0);
        Tensor found = values.take(0, none.where(0, winner));
        return none.where(0, found).reshape(Shape.of(bags, d));
    }

    /** The row of each element of a table of ids. */
    private static Tensor rowsOf(Shape ids) {
        return counting(ids.size(0))
                .reshape(Shape.of(ids.size(0), 1))
                .expand(ids)
                .reshape(Shape.of(Math.toIntExact(ids.elements())));
    }

    /** The bag of each position: how many begin at it or before, less one. */
    private static Tensor positions(int n, Tensor offsets) {
        return new Finding.SearchSorted(true)
                .apply(offsets, counting(n).cast(offsets.dtype()))
                .sub(1);
    }

    private static Tensor counting(int n) {
        int[] numbers = new int[n];
        java.util.Arrays.setAll(numbers, i -> i);
        return Tensor.of(new Spec(Shape.of(n), DType.I32), java.lang.foreign.MemorySegment.ofArray(numbers));
    }

    private static void check(Tensor ids, @Nullable Tensor offsets, @Nullable Tensor weights, Mode mode) {
        int rank = ids.shape().rank();
        boolean fits =
                offsets == null ? rank == 2 : rank == 1 && offsets.shape().rank() == 1;
        if (!fits || (offsets != null && !offsets.dtype().isIndex())) {
            throw new ShapeException(
                    "embeddingBag",
                    "the ids are " + ids.spec()
                            + (offsets == null ? " without offsets" : " and the offsets " + offsets.spec()),
                    "ids are [B, L], or [n] with offsets [B] of i32 or i64");
        }
        if (weights != null && (mode != Mode.SUM || !weights.shape().equals(ids.shape()))) {
            throw new ShapeException(
                    "embeddingBag",
                    "the ids are " + ids.shape() + " and the weights " + weights.shape() + ", for a " + mode,
                    "weights are like the ids, and only for a SUM");
        }
    }
}
