package fovea.nn;

import fovea.tensor.Tensor;

/**
 * Local response normalization; see {@link Tensor#localResponseNorm}.
 *
 * <p>Shapes: {@code x [N, C, L…]} → {@code y} alike.
 *
 * @param size how many channels side by side are added up
 * @param alpha divided by {@code size}
 */
public record LocalResponseNormLayer(int size, double alpha, double beta, double k) implements Layer {

    /** With PyTorch's defaults: α = 1e-4, β = 0.75, k = 1. */
    public static LocalResponseNormLayer of(int size) {
        return new LocalResponseNormLayer(size, 1e-4, 0.75, 1);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.localResponseNorm(size, alpha, beta, k);
    }
}
