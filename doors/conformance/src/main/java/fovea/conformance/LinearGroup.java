package fovea.conformance;

/** Products of matrices and what is made of them. */
final class LinearGroup {
    private LinearGroup() {}

    static Operations operations() {
        return MatrixOperations.addTo(new Operations())
                .with("matmul", (in, _) -> in.tensor("a").matmul(in.tensor("b")));
    }
}
