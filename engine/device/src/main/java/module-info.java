/** . */
@org.jspecify.annotations.NullMarked
module fovea.device {
    requires static org.jspecify;
    requires transitive fovea.tensor;
}
