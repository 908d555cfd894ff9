package fovea.conformance;

/** Activation functions. */
final class ActivationGroup {
    private ActivationGroup() {}

    static Operations operations() {
        return new Operations()
                .with("relu", (in, _) -> in.tensor("x").relu())
                .with("sigmoid", (in, _) -> in.tensor("x").sigmoid())
                .with("tanh", (in, _) -> in.tensor("x").tanh());
    }
}
