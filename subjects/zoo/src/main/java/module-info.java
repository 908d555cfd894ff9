/** . */
@org.jspecify.annotations.NullMarked
module fovea.zoo {
    requires static org.jspecify;
    requires transitive fovea.nn;
    requires transitive fovea.format;
}
