package fovea.conformance;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.stream.IntStream;

/** Images without a batch axis, {@code [C, L…]}, which PyTorch takes for a batch of one. */
final class Batches {
    private Batches() {}

    /** As a batch. */
    static Tensor of(Tensor x, int spatial) {
        return x.shape().rank() != spatial + 1
                ? x
                : x.reshape(Shape.of(
                        IntStream.concat(IntStream.of(1), IntStream.of(x.shape().toArray()))
                                .toArray()));
    }

    /** {@code y}, which was computed from a batch, without a batch axis if {@code x} has none. */
    static Tensor like(Tensor x, int spatial, Tensor y) {
        return x.shape().rank() != spatial + 1
                ? y
                : y.reshape(Shape.of(IntStream.of(y.shape().toArray()).skip(1).toArray()));
    }
}
