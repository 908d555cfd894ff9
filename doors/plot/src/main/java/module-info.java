/** . */
@org.jspecify.annotations.NullMarked
module fovea.plot {
    requires static org.jspecify;
}
