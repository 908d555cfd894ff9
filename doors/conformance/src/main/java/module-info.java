/**
 * Packs of reference vectors made by another program: each case is run through Fovea, forwards and backwards, and held
 * against the numbers of the pack.
 *
 * <p>Who lives here: {@link fovea.conformance.Conformance}, which runs a {@link fovea.conformance.Pack}, and one class
 * for each of its groups, which says what its operations are in Fovea's words; and {@link
 * fovea.conformance.files.FileConformance}, which reads packs of well-formed, damaged and hostile files. May touch everything but the
 * other doors, of which it tries {@code fovea.onnx}.
 */
@org.jspecify.annotations.NullMarked
module fovea.conformance {
    requires static org.jspecify;
    requires transitive fovea.train;
    requires fovea.detect;
    requires fovea.zoo;
    requires fovea.onnx;
    requires tools.jackson.core;
    requires java.desktop; // pictures to be damaged
    requires jdk.management; // how much a reader of files allocates

    exports fovea.conformance;
    exports fovea.conformance.files;
}
