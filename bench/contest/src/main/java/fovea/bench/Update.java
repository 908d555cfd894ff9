package fovea.bench;

/** How weights follow their gradients. */
public sealed interface Update {

    /**
     * Stochastic gradient descent as PyTorch writes it: {@code v ← momentum · v + (g + decay · w)}, {@code w ← w − rate · v}, the decay
     * applied to every parameter. Momentum 0 and decay 0 are plain descent, which keeps no v.
     */
    record Descent(double rate, double momentum, double decay) implements Update {}

    /** Adam (Kingma and Ba 2015) with β₂ = 0.999 and ε = 1e-8. */
    record Adam(double rate, double beta1) implements Update {
        /** How slowly the mean of squares moves. */
        public static final double BETA2 = 0.999;
        /** What is added to its root. */
        public static final double EPSILON = 1e-8;
    }
}
