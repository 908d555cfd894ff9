package fovea.onnx.operator;

import fovea.onnx.model.OnnxException;
import fovea.tensor.Shape;
import java.util.Arrays;

/** How large a tensor may become that a file asks for with a few bytes. */
final class Limits {
    private static final long MOST_ELEMENTS = 1L << 28;

    private static final long MOST_ON_HOST = 1L << 24;

    private Limits() {}

    static Shape check(String operator, Shape shape) {
        return check(operator, shape, MOST_ELEMENTS);
    }

    /** For tensors whose elements Java makes one by one. */
    static Shape onHost(String operator, Shape shape) {
        return check(operator, shape, MOST_ON_HOST);
    }

    private static Shape check(String operator, Shape shape, long most) {
        double elements = 1;
        for (int size : shape.toArray()) {
            elements *= size;
        }
        if (elements > most) {
            throw new OnnxException(
                    operator,
                    "%s would have more than %d elements".formatted(shape, most),
                    "the network is damaged, or was given the wrong shape");
        }
        return shape;
    }

    /** Sizes from a file as a shape. */
    static Shape shape(String operator, long... sizes) {
        for (long size : sizes) {
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new OnnxException(
                        operator, "the shape " + Arrays.toString(sizes) + " is none", "sizes are 0 or more");
            }
        }
        return check(
                operator, Shape.of(Arrays.stream(sizes).mapToInt(n -> (int) n).toArray()));
    }
}
