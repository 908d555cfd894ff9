package fovea.classic.layer;

import fovea.tensor.Tensor;

/** The rectifier {@code y = max(0, x)} and its way back. Shapes: any. */
public final class Rectifier {
    private Rectifier() {}

    /** {@code max(0, x)}. */
    public static Tensor forward(Tensor x) {
        return x.maximum(0);
    }

    /** {@code dy} where {@code x} is above 0; nothing elsewhere, at 0 neither. */
    public static Tensor backward(Tensor dy, Tensor x) {
        return dy.mul(x.gt(0).cast(dy.dtype()));
    }
}
