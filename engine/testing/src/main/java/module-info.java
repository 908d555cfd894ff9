/**
 * What tests of numerical code need: gradients held against differences, tensors held against each other, and random operands.
 *
 * <p>Who lives here: {@link fovea.testing.GradientCheck}, {@link fovea.testing.TensorAssertions} and {@link fovea.testing.Samples}; {@link
 * fovea.testing.RandomProgram} and {@link fovea.testing.ProgramCheck}, which runs one every way there is. Used in test scope only; may touch the engine.
 */
@org.jspecify.annotations.NullMarked
module fovea.testing {
    requires static org.jspecify;
    requires transitive fovea.autograd;
    requires transitive fovea.graph;
    requires transitive fovea.reference;
    requires transitive fovea.onednn;

    exports fovea.testing;
}
