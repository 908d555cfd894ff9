package fovea.conformance;

/** Rows of tables, and bags of them. */
final class EmbeddingGroup {
    private EmbeddingGroup() {}

    static Operations operations() {
        return new Operations();
    }
}
