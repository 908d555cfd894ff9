package fovea.nn.recurrent;

import fovea.tensor.Tensor;

/**
 * What an LSTM carries from step to step.
 *
 * @param h the output, {@code [L·D, N, H]}, or {@code [L·D, N, P]} if outputs are projected
 * @param c the memory, {@code [L·D, N, H]}
 */
public record LstmState(Tensor h, Tensor c) {}
