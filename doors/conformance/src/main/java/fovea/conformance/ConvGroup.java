package fovea.conformance;

import fovea.tensor.Conv;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;

/** Convolutions and transposed convolutions. */
final class ConvGroup {
    private ConvGroup() {}

    static Operations operations() {
        return new Operations().with("conv2d", ConvGroup::conv2d);
    }

    private static Tensor conv2d(Inputs in, Attributes attributes) {
        Tensor x = in.tensor("x");
        Tensor w = in.tensor("w");
        Window window = Window.of(w.shape().size(2), w.shape().size(3))
                .withStride(attributes.ints("stride", 2, 1))
                .withPadding(attributes.ints("padding", 2, 0))
                .withDilation(attributes.ints("dilation", 2, 1));
        Tensor y = new Conv(window, attributes.integer("groups", 1)).apply(x, w);
        return in.optional("b")
                .map(b -> y.add(b.reshape(Shape.of(b.shape().size(0), 1, 1))))
                .orElse(y);
    }
}
