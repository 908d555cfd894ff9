package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/**
 * Weights to begin with that give each layer outputs of variance 1 for a batch of data (Mishkin and Matas 2016, "All you need is a good
 * init", algorithm 1, LSUV, <a href="https://arxiv.org/abs/1511.06422">arXiv:1511.06422</a>). Layer by layer, in order, weights are
 * divided by the standard deviation of the layer's outputs until their variance is within 0.1 of 1. In the paper they are orthogonal before
 * that ({@link Initial#orthogonal}).
 */
public final class UnitVariance {
    private static final double TOLERANCE = 0.1;
    private static final int TRIALS = 10;

    private UnitVariance() {}

    /**
     * Scales the weights, {@code [O, …]} of two axes or more and called {@code weight}, of the layers that {@code model} runs by name; biases
     * stay.
     *
     * @param x a batch, of which the paper asks some hundred examples
     */
    public static void scale(Layer model, Tensor x) {
        Variables.of(model).namedParameters().forEach((path, parameter) -> {
            if (path.endsWith(".weight") && parameter.shape().rank() >= 2) {
                scale(model, x, path.substring(0, path.length() - ".weight".length()), parameter);
            }
        });
    }

    private static void scale(Layer model, Tensor x, String layer, Parameter weight) {
        for (int i = 0; i < TRIALS; i++) {
            Tensor y = Taps.observe(List.of(layer), () -> model.forward(x))
                    .values()
                    .get(layer);
            double variance = Objects.requireNonNull(y).var().item();
            if (Math.abs(variance - 1) < TOLERANCE) {
                return;
            }
            if (!(variance > 0)) {
                throw new IllegalStateException(
                        "the outputs of " + layer + " have variance " + variance + System.lineSeparator()
                                + "  weights of zero, or a batch of one value, cannot be scaled to variance 1");
            }
            weight.set(weight.get().div(Math.sqrt(variance)));
        }
    }
}
