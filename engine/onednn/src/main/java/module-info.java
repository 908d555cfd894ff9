/** . */
@org.jspecify.annotations.NullMarked
module fovea.onednn {
    requires static org.jspecify;
    requires transitive fovea.device;
}
