/** . */
@org.jspecify.annotations.NullMarked
module fovea.autograd {
    requires static org.jspecify;
    requires transitive fovea.tensor;
}
