/**
 * Where numbers are and how they are computed: devices and their kernels, the memory pool, regions, and eager evaluation.
 *
 * <p>Who lives here: {@link fovea.device.Device}, {@link fovea.device.Kernel}, {@link fovea.device.Layout}, the pool, {@link
 * fovea.device.Region} and the evaluating interpreter. May touch {@code fovea.tensor} only; devices are found as services.
 */
@org.jspecify.annotations.NullMarked
module fovea.device {
    requires static org.jspecify;
    requires transitive fovea.tensor;

    exports fovea.device;

    uses fovea.device.Device;

    provides fovea.tensor.Interpreter with
            fovea.device.Evaluation;
}
