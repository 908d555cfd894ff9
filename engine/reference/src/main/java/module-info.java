/** . */
@org.jspecify.annotations.NullMarked
module fovea.reference {
    requires static org.jspecify;
    requires transitive fovea.device;
}
