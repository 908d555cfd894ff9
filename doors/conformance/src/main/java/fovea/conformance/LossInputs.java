package fovea.conformance;

import fovea.nn.loss.Reduction;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What cases of losses have in common: their reductions, and inputs under one of several names. */
final class LossInputs {
    private LossInputs() {}

    static Reduction reduction(Attributes attributes) {
        return switch (attributes.text("reduction", "mean")) {
            case "none" -> Reduction.NONE;
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            case "batchmean" -> Reduction.BATCH_MEAN;
            case String other -> throw new CaseException("no reduction is called " + other);
        };
    }

    /** The input under the first of these names that there is. */
    static Tensor first(Inputs in, String... names) {
        for (String name : names) {
            if (in.has(name)) {
                return in.tensor(name);
            }
        }
        return in.tensor(names[0]);
    }

    static Tensor y(Inputs in) {
        return first(in, "x", "input", "logits");
    }

    static Optional<Tensor> weight(Inputs in) {
        return in.optional("weight");
    }

    /** The target, in the type of {@code y} where it is of whole numbers, which PyTorch promotes. */
    static Tensor target(Inputs in, Tensor y) {
        Tensor target = in.tensor("target");
        return target.dtype().isFloating() ? target : target.cast(y.dtype());
    }

    /** All as large as the largest, as PyTorch broadcasts them. */
    static Tensor[] broadcast(Tensor... x) {
        int rank = Stream.of(x).mapToInt(each -> each.shape().rank()).max().orElse(0);
        int[] sizes = IntStream.range(-rank, 0)
                .map(axis -> Stream.of(x).mapToInt(each -> size(each, axis)).reduce(1, (m, n) -> m == 1 ? n : m))
                .toArray();
        Shape all = Shape.of(sizes);
        return Stream.of(x).map(each -> each.broadcastTo(all)).toArray(Tensor[]::new);
    }

    /** The size of an axis counted from the end, 1 where there is none. */
    private static int size(Tensor x, int axis) {
        return -axis > x.shape().rank() ? 1 : x.shape().size(axis);
    }
}
