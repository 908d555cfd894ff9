package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/** Tensors from numbers alone, and such as are like others. */
final class CreationOperations {
    private CreationOperations() {}

    static Operations addTo(Operations operations) {
        return operations
                .with("arange", (_, at) -> arange(at))
                .with("linspace", (_, at) -> Tensor.linspace(at.number("start"), at.number("end"), at.integer("steps")))
                .with(
                        "logspace",
                        (_, at) -> Tensor.logspace(
                                at.number("start"), at.number("end"), at.integer("steps"), at.number("base", 10)))
                .with("eye", (_, at) -> Tensor.eye(at.integer("n"), at.integer("m", at.integer("n"))))
                .with("zeros", (_, at) -> Tensor.zeros(size(at)))
                .with("ones", (_, at) -> Tensor.ones(size(at)))
                .with("full", (_, at) -> Tensor.full(size(at), at.number("fill_value")))
                .with("zeros_like", (in, _) -> Tensor.zerosLike(IndexOperations.x(in)))
                .with("ones_like", (in, _) -> Tensor.onesLike(IndexOperations.x(in)))
                .with("full_like", (in, at) -> Tensor.fullLike(IndexOperations.x(in), at.number("fill_value")))
                .with("one_hot", CreationOperations::oneHot);
    }

    private static Shape size(Attributes at) {
        return Shape.of(at.ints(at.has("size") ? "size" : "shape"));
    }

    /** Whole numbers where all that is given is whole. */
    private static Tensor arange(Attributes at) {
        boolean whole = at.values().values().stream().noneMatch(Double.class::isInstance);
        double start = at.number("start", 0);
        double step = at.number("step", 1);
        return whole
                ? Tensor.arange((int) start, at.integer("end"), (int) step).cast(DType.I64)
                : Tensor.arange(start, at.number("end"), step);
    }

    /** As many classes as the largest label asks for, unless said. */
    private static Tensor oneHot(Inputs in, Attributes at) {
        Tensor labels = IndexOperations.x(in);
        int classes = at.integer("num_classes", -1);
        if (classes < 0) {
            classes = (int) labels.cast(DType.F64).reshape(-1).max(0).item() + 1;
        }
        return labels.oneHot(classes).cast(DType.I64);
    }
}
