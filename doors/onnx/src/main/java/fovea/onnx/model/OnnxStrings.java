package fovea.onnx.model;

import fovea.tensor.Shape;
import java.util.List;

/** A tensor of texts, in row-major order. */
public record OnnxStrings(Shape shape, List<String> elements) implements OnnxValue {
    public OnnxStrings {
        elements = List.copyOf(elements);
        if (elements.size() != shape.elements()) {
            throw new IllegalArgumentException("%d texts do not fill %s".formatted(elements.size(), shape)
                    + System.lineSeparator()
                    + "  give as many as the sizes' product");
        }
    }
}
