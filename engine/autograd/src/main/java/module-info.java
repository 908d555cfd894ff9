/**
 * Differentiation: the tape that remembers a program's steps, and the functions that open one.
 *
 * <p>Who lives here: {@link fovea.autograd.Autograd} and its tape. May touch {@code fovea.tensor} only: gradients are ops again.
 */
@org.jspecify.annotations.NullMarked
module fovea.autograd {
    requires static org.jspecify;
    requires transitive fovea.tensor;

    exports fovea.autograd;
}
