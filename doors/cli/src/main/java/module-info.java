/** . */
@org.jspecify.annotations.NullMarked
module fovea.cli {
    requires static org.jspecify;
    requires transitive fovea.train;
    requires transitive fovea.zoo;
    requires transitive fovea.plot;
    requires transitive fovea.reference;
    requires transitive fovea.onednn;
}
