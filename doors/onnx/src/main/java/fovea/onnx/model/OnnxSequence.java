package fovea.onnx.model;

import java.util.List;

/** Values of one kind, one after another. */
public record OnnxSequence(List<OnnxValue> values) implements OnnxValue {
    public OnnxSequence {
        values = List.copyOf(values);
    }
}
