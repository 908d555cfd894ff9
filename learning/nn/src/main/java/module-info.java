/** . */
@org.jspecify.annotations.NullMarked
module fovea.nn {
    requires static org.jspecify;
    requires transitive fovea.tensor;
}
