/**
 * What a tensor is, and the primitives: their shapes, their gradients, where their formulas are from.
 *
 * <p>Who lives here: {@link fovea.tensor.Tensor}, {@link fovea.tensor.Shape}, {@link fovea.tensor.Spec}, every
 * {@link fovea.tensor.Op}, {@link fovea.tensor.Variable} and the {@link fovea.tensor.Interpreter} service. Knows no device,
 * no tape and no file; may touch {@code java.base} only.
 */
@org.jspecify.annotations.NullMarked
module fovea.tensor {
    requires static org.jspecify;

    exports fovea.tensor;

    uses fovea.tensor.Interpreter;
}
