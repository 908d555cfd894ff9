package fovea.conformance;

/** Pooling and its inverse. */
final class PoolGroup {
    private PoolGroup() {}

    static Operations operations() {
        return new Operations();
    }
}
