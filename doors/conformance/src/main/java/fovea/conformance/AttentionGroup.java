package fovea.conformance;

/** Attention and the layers of transformers. */
final class AttentionGroup {
    private AttentionGroup() {}

    static Operations operations() {
        return new Operations();
    }
}
