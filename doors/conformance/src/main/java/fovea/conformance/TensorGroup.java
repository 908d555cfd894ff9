package fovea.conformance;

/** Element-wise ops, reductions, orders, and movements of elements. */
final class TensorGroup {
    private TensorGroup() {}

    static Operations operations() {
        Operations operations = CreationOperations.addTo(MatrixOperations.addTo(new Operations()));
        ProductOperations.addTo(MovementOperations.addTo(IndexOperations.addTo(operations)));
        ElementwiseOperations.addTo(operations);
        ReductionOperations.addTo(operations);
        OrderingOperations.addTo(operations);
        return operations;
    }
}
