package fovea.nn;

import fovea.tensor.Tensor;

/** Joins all axes but the first, {@code [N, C, H, W]} → {@code [N, C·H·W]}. */
public record Flatten() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.flatten();
    }
}
