package fovea.conformance;

/** Recurrent layers and cells. */
final class RnnGroup {
    private RnnGroup() {}

    static Operations operations() {
        return new Operations();
    }
}
