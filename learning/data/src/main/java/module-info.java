/** . */
@org.jspecify.annotations.NullMarked
module fovea.data {
    requires static org.jspecify;
    requires transitive fovea.tensor;
    requires transitive fovea.device;
    requires transitive fovea.format;
}
