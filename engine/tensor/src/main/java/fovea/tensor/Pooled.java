package fovea.tensor;

/**
 * The largest pixels and where they were.
 *
 * @param values {@code [N, C, L'…]}
 * @param indices of the same shape, {@code i32}: each one's place in its plane {@code [L…]}, counted row by row
 */
public record Pooled(Tensor values, Tensor indices) {}
