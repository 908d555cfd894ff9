/** . */
@org.jspecify.annotations.NullMarked
module fovea.graph {
    requires static org.jspecify;
    requires transitive fovea.tensor;
    requires transitive fovea.device;
}
