package fovea.conformance;

/** Products of matrices and what is made of them. */
final class LinearGroup {
    private LinearGroup() {}

    static Operations operations() {
        return ProductOperations.addTo(MatrixOperations.addTo(ReductionOperations.addTo(new Operations())));
    }
}
