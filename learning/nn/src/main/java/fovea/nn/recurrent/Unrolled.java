package fovea.nn.recurrent;

import fovea.tensor.Tensor;

/**
 * What comes of reading a sequence.
 *
 * @param y the last layer's output at each step
 * @param state every layer's state at the end; the next stretch of the sequence goes on from it
 * @param <S> the state
 */
public record Unrolled<S>(Tensor y, S state) {}
