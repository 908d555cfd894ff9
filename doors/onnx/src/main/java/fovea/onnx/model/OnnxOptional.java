package fovea.onnx.model;

import java.util.Optional;

/** A value that may be missing. */
public record OnnxOptional(Optional<OnnxValue> value) implements OnnxValue {}
