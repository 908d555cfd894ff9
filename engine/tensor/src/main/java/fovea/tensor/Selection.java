package fovea.tensor;

/**
 * Elements that were found along an axis, and where they stood on it. Gradients go to the elements at those places.
 *
 * @param values of the tensor's type
 * @param indices of type {@code i32}, one for each value
 */
public record Selection(Tensor values, Tensor indices) {

    /** Both without an axis of size 1. */
    Selection without(int axis) {
        Shape left = values.shape().without(new Axes(1 << axis));
        return new Selection(values.reshape(left), indices.reshape(left));
    }
}
