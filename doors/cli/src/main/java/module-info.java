/** The command line. Here words typed by a person become calls; it may touch every module and nothing may touch it. */
@org.jspecify.annotations.NullMarked
module fovea.cli {
    requires static org.jspecify;
    requires transitive fovea.train;
    requires transitive fovea.zoo;
    requires transitive fovea.classic;
    requires transitive fovea.plot;
    requires transitive fovea.onnx;
    requires transitive fovea.conformance;
    requires transitive fovea.results;
    requires transitive fovea.reference;
    requires transitive fovea.onednn;
    requires info.picocli;
    requires tools.jackson.core;

    opens fovea.cli to
            info.picocli;
}
