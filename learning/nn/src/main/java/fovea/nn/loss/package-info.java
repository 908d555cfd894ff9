/**
 * Losses with their options: how far answers are from what they should be. Each is a record that says its formula, has the defaults of
 * PyTorch 1.13 and changes them by {@code with…}; those of two operands are a {@link fovea.nn.Loss}.
 */
package fovea.nn.loss;
