/** . */
@org.jspecify.annotations.NullMarked
module fovea.train {
    requires static org.jspecify;
    requires transitive fovea.nn;
    requires transitive fovea.data;
    requires transitive fovea.autograd;
    requires transitive fovea.graph;
    requires transitive fovea.format;
}
