package fovea.onnx;

import fovea.tensor.Shape;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sizes of a tensor's axes where some are multiples of the batch, such as {@code [N, 64, 7, 7]} or {@code [49 · N, 64]}.
 *
 * @param fixed each size, 0 where it is a multiple
 * @param times how many times the batch each size is, 0 where it is fixed
 */
record Sizes(Shape fixed, Shape times) {

    /** Sizes of which none follows the batch. */
    static Sizes of(Shape fixed) {
        return new Sizes(fixed, Shape.of(new int[fixed.rank()]));
    }

    /** What a shape is for any batch, seen for two: each size is the same in both, or as many times the batch; else nothing. */
    static Optional<Sizes> of(Shape one, int batch, Shape other, int otherBatch) {
        if (one.rank() != other.rank()) {
            return Optional.empty();
        }
        int[] fixed = new int[one.rank()];
        int[] times = new int[one.rank()];
        for (int i = 0; i < fixed.length; i++) {
            int a = one.size(i);
            int b = other.size(i);
            boolean isMultiple = a % batch == 0 && b % otherBatch == 0 && a / batch == b / otherBatch;
            if (a == b) {
                fixed[i] = a;
            } else if (isMultiple) {
                times[i] = a / batch;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Sizes(Shape.of(fixed), Shape.of(times)));
    }

    int rank() {
        return fixed.rank();
    }

    boolean isMultiple(int axis) {
        return times.size(axis) > 0;
    }

    /** Along how many axes the size follows the batch. */
    int multiples() {
        return (int) IntStream.range(0, rank()).filter(this::isMultiple).count();
    }

    /** The shape for one batch. */
    Shape at(int batch) {
        return Shape.of(IntStream.range(0, rank())
                .map(i -> isMultiple(i) ? Math.multiplyExact(times.size(i), batch) : fixed.size(i))
                .toArray());
    }

    /** With another size, which does not follow the batch, along an axis. */
    Sizes with(int axis, int size) {
        return new Sizes(fixed.with(axis, size), times.with(axis, 0));
    }
}
