/** . */
@org.jspecify.annotations.NullMarked
module fovea.tensor {
    requires static org.jspecify;
}
