package fovea.onnx.model;

/** What flows from node to node: numbers, texts, a sequence of values, or one that may be missing. */
public sealed interface OnnxValue permits OnnxTensor, OnnxStrings, OnnxSequence, OnnxOptional {}
