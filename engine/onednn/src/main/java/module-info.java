/**
 * The fast device of ordinary computers: oneDNN's kernels, called through {@code java.lang.foreign}, and Java loops on the
 * same threads.
 *
 * <p>Here live the binding (one small file per kind of primitive), the unpacking and loading of the native libraries, and the
 * thread team shared with them. These are the only native calls on the processor; nothing of the binding is visible outside.
 */
@org.jspecify.annotations.NullMarked
module fovea.onednn {
    requires static org.jspecify;
    requires transitive fovea.device;

    provides fovea.device.Device with
            fovea.onednn.OneDnnDevice;
}
