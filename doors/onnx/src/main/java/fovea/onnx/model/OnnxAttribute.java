package fovea.onnx.model;

import java.util.List;

/** A setting of a node ({@code AttributeProto}): one of the kinds that the format knows. */
public sealed interface OnnxAttribute {

    record Real(float value) implements OnnxAttribute {}

    record Whole(long value) implements OnnxAttribute {}

    record Text(String value) implements OnnxAttribute {}

    record Array(OnnxArray value) implements OnnxAttribute {}

    record Sparse(OnnxSparse value) implements OnnxAttribute {}

    record Program(OnnxGraph value) implements OnnxAttribute {}

    record Reals(List<Float> values) implements OnnxAttribute {}

    record Wholes(List<Long> values) implements OnnxAttribute {}

    record Texts(List<String> values) implements OnnxAttribute {}

    /** The type of a value, of which only the outermost kind matters here. */
    record Kind(OnnxInfo.Type type) implements OnnxAttribute {}

    /** In a function: the setting of this name that the function is called with. */
    record Reference(String name) implements OnnxAttribute {}

    /** A kind that no operator here reads, such as lists of graphs. */
    record Other() implements OnnxAttribute {}
}
