package fovea.conformance;

/** Normalizations. */
final class NormGroup {
    private NormGroup() {}

    static Operations operations() {
        return new Operations();
    }
}
