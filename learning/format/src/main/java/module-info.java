/** . */
@org.jspecify.annotations.NullMarked
module fovea.format {
    requires static org.jspecify;
}
