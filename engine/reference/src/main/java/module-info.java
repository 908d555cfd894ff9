/**
 * Every primitive in plain Java, computed in double precision: the oracle that fast kernels are tested against, and the floor on which
 * every platform runs.
 *
 * <p>Who lives here: the reference device and its kernels. May touch {@code fovea.device}.
 */
@org.jspecify.annotations.NullMarked
module fovea.reference {
    requires static org.jspecify;
    requires transitive fovea.device;

    provides fovea.device.Device with
            fovea.reference.ReferenceDevice;
}
