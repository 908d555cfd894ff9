package fovea.conformance;

/** Boxes, and what is done with them. */
final class DetectionGroup {
    private DetectionGroup() {}

    static Operations operations() {
        return new Operations();
    }
}
