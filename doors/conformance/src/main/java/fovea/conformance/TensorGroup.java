package fovea.conformance;

/** Element-wise ops, reductions, and movements of elements. */
final class TensorGroup {
    private TensorGroup() {}

    static Operations operations() {
        return ProductOperations.addTo(MovementOperations.addTo(IndexOperations.addTo(new Operations())))
                .with("exp", (in, _) -> in.tensor("x").exp())
                .with("sqrt", (in, _) -> in.tensor("x").sqrt())
                .with("reciprocal", (in, _) -> in.tensor("x").reciprocal())
                .with("neg", (in, _) -> in.tensor("x").neg())
                .with("add", (in, _) -> in.tensor("a").add(in.tensor("b")))
                .with("sub", (in, _) -> in.tensor("a").sub(in.tensor("b")))
                .with("mul", (in, _) -> in.tensor("a").mul(in.tensor("b")))
                .with("div", (in, _) -> in.tensor("a").div(in.tensor("b")));
    }
}
