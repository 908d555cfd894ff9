package fovea.nn.loss;

import fovea.nn.Loss;
import fovea.tensor.CumSum;
import fovea.tensor.DType;
import fovea.tensor.OneHot;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;

/**
 * Hinges between each right class and each wrong one, where several are right: {@code L = (1/C) Σ_j Σ_c max(0, 1 − (x_j − x_c))} over the
 * labels j and the classes c that are no label (PyTorch's {@code multilabel_margin_loss}).
 *
 * <p>A row of the target lists labels up to the first negative number; what follows is not read. A label listed twice counts twice.
 *
 * <p>Gradient: 0 at the margin.
 *
 * <p>Shapes: {@code x [N, C]} and the target {@code [N, C]} of whole numbers → {@code [N]}; or {@code [C]} both → {@code []}.
 */
public record MultilabelMargin(Reduction reduction) implements Loss {
    private static final String NAME = "multilabelMargin";

    /** The mean over examples. */
    public MultilabelMargin() {
        this(Reduction.MEAN);
    }

    @Override
    public Tensor of(Tensor x, Tensor target) {
        int rank = x.shape().rank();
        if (!x.dtype().isFloating()
                || rank < 1
                || rank > 2
                || !target.dtype().isInteger()
                || !target.shape().equals(x.shape())) {
            throw new ShapeException(
                    NAME,
                    "x is " + x.spec() + " and the target " + target.spec(),
                    "both must be [N, C] or [C], x of floating-point numbers and the target of whole ones; it lists labels, then a −1");
        }
        int c = x.shape().size(-1);
        int n = rank == 1 ? 1 : x.shape().size(0);
        Tensor rows = x.reshape(Shape.of(n, c));
        Tensor listed = target.cast(DType.I64).reshape(Shape.of(n, c));
        Tensor ended = new CumSum(1, false).apply(listed.lt(0).cast(DType.I64)).gt(0);
        Tensor labels = ended.where(0, listed).reshape(Shape.of(n * c));
        Tensor each = Labels.of(labels, c, x.dtype(), null).pick(repeated(rows, n, c));
        Tensor isListed = ended.not().reshape(Shape.of(n, c, 1));
        Tensor right = isListed.and(new OneHot(c, DType.BOOL).apply(labels).reshape(Shape.of(n, c, c)));
        Tensor wrong = right.max(1).not().reshape(Shape.of(n, 1, c));
        Tensor hinges = rows.reshape(Shape.of(n, 1, c))
                .sub(each.reshape(Shape.of(n, c, 1)))
                .add(1)
                .relu();
        Tensor losses = isListed.and(wrong).where(hinges, 0).sum(1, 2).div(c);
        return reduction.of(rank == 1 ? losses.reshape(Shape.SCALAR) : losses);
    }

    /** Each row once for each place in its list; {@code [N, C]} → {@code [N·C, C]}. */
    private static Tensor repeated(Tensor rows, int n, int c) {
        return rows.reshape(Shape.of(n, 1, c)).expand(Shape.of(n, c, c)).reshape(Shape.of(n * c, c));
    }
}
