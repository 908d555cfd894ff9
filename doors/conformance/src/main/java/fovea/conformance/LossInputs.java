package fovea.conformance;

import fovea.nn.loss.Reduction;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /** The target as large as {@code y}, or the other way round: PyTorch broadcasts them. */
    static Tensor[] broadcast(Tensor y, Tensor target) {
        int rank = Math.max(y.shape().rank(), target.shape().rank());
        int[] sizes = IntStream.range(0, rank)
                .map(i -> Math.max(size(y, i - rank), size(target, i - rank)))
                .toArray();
        Shape all = Shape.of(sizes);
        return new Tensor[] {y.broadcastTo(all), target.broadcastTo(all)};
    }

    /** The size of an axis counted from the end, 1 where there is none. */
    private static int size(Tensor x, int axis) {
        return -axis > x.shape().rank() ? 1 : x.shape().size(axis);
    }
}
