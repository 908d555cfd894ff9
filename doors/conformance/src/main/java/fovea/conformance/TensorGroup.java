package fovea.conformance;

/** Element-wise ops, reductions, orders, and movements of elements. */
final class TensorGroup {
    private TensorGroup() {}

    static Operations operations() {
        Operations operations = MovementOperations.addTo(IndexOperations.addTo(new Operations()));
        ElementwiseOperations.addTo(operations);
        ReductionOperations.addTo(operations);
        OrderingOperations.addTo(operations);
        return operations.with("matmul", (in, _) -> in.tensor("a").matmul(in.tensor("b")));
    }
}
