package fovea.conformance;

/** Resizing, sampling and rearranging of pictures. */
final class ImageGroup {
    private ImageGroup() {}

    static Operations operations() {
        return new Operations();
    }
}
