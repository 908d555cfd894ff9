package fovea.nn.loss;

import fovea.tensor.DType;
import fovea.tensor.OneHot;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Classes by their numbers, one for each row of scores {@code [M, C]}. A label that is not ignored must be within {@code 0 … C − 1}; one
 * outside is refused when it is met.
 *
 * @param places the labels, 0 for ignored ones; {@code i64 [M]}
 * @param ignored which count for nothing; {@code bool [M]}
 * @param weights of each label's class, 0 for ignored ones; {@code [M]}
 */
record Labels(int classes, Tensor places, Tensor ignored, Tensor weights) {

    /** Scores {@code [C]} or {@code [N, C, ...]} as rows {@code [M, C]}, one for each label. */
    static Tensor rows(Tensor x) {
        int rank = x.shape().rank();
        int c = Fits.classes(x.shape());
        Tensor last = rank < 3
                ? x
                : x.permute(IntStream.range(0, rank)
                        .map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1)
                        .toArray());
        return last.reshape(Shape.of(Math.toIntExact(x.shape().elements() / c), c));
    }

    /** Of labels in whatever shape, with one label that is ignored wherever it is met. */
    static Labels of(Tensor labels, long ignored, int classes, DType dtype, @Nullable Tensor weight) {
        Tensor all = labels.cast(DType.I64)
                .reshape(Shape.of(Math.toIntExact(labels.shape().elements())));
        return of(all, all.eq((double) ignored), classes, dtype, weight);
    }

    /** Of labels in whatever shape, none of which is ignored. */
    static Labels of(Tensor labels, int classes, DType dtype, @Nullable Tensor weight) {
        Tensor all = labels.cast(DType.I64)
                .reshape(Shape.of(Math.toIntExact(labels.shape().elements())));
        return of(all, all.ne(all), classes, dtype, weight);
    }

    private static Labels of(Tensor all, Tensor ignored, int classes, DType dtype, @Nullable Tensor weight) {
        Tensor kept = ignored.where(0, all);
        // To fetch weights is also what refuses labels outside; negative ones would count from the end.
        Tensor outside = kept.lt(0).where(kept.sub(classes), kept);
        Tensor each = weight == null ? Tensor.full(new Spec(Shape.of(classes), dtype), 1) : weight;
        return new Labels(classes, kept, ignored, ignored.where(0, each.take(0, outside)));
    }

    /** Of each row the element at the label; {@code [M, C]} → {@code [M]}. */
    Tensor pick(Tensor rows) {
        int m = rows.shape().size(0);
        Tensor starts = Tensor.of(
                Shape.of(m), LongStream.range(0, m).map(i -> i * classes).toArray());
        return rows.reshape(Shape.of(Math.multiplyExact(m, classes))).take(0, places.add(starts));
    }

    /** Whether a column is the label's; {@code bool [M, C]}. */
    Tensor hot() {
        return new OneHot(classes, DType.BOOL).apply(places);
    }

    /** 0 where the label is ignored. */
    Tensor kept(Tensor losses) {
        return ignored.where(0, losses);
    }

    /** {@code Σ max(0, x_c − x_label + margin)} over all classes but the label's, or of the squares; {@code [M, C]} → {@code [M]}. */
    Tensor hinges(Tensor rows, double margin, boolean squared) {
        Tensor own = pick(rows).reshape(Shape.of(rows.shape().size(0), 1));
        Tensor hinge = rows.sub(own).add(margin).relu();
        return hot().where(0, squared ? hinge.square() : hinge).sum(1);
    }
}
