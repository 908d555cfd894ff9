package fovea.nn.loss;

import fovea.tensor.Tensor;

/** How far vectors are from each other. */
@FunctionalInterface
public interface Distance {

    /** The distance of each two vectors; {@code [..., D]} → {@code [...]}. */
    Tensor between(Tensor a, Tensor b);
}
