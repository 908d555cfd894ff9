/** . */
@org.jspecify.annotations.NullMarked
module fovea.testing {
    requires static org.jspecify;
    requires transitive fovea.autograd;
    requires transitive fovea.graph;
    requires transitive fovea.reference;
    requires transitive fovea.onednn;
}
