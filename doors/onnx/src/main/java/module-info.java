/**
 * Networks in ONNX, the exchange format, read and written.
 *
 * <p>Who lives here: {@link fovea.onnx.OnnxFile}, which reads a model; {@link fovea.onnx.OnnxNetwork}, which runs one as a layer; {@link
 * fovea.onnx.OnnxClassifier}, which makes it tell other classes apart; {@link fovea.onnx.OnnxExport}, which writes a traced layer. The package {@code model} holds what a file says, {@code operator} what each
 * operator means, in one class for each family. May touch graph, nn and format, and what these stand on.
 */
@org.jspecify.annotations.NullMarked
module fovea.onnx {
    requires static org.jspecify;
    requires transitive fovea.nn;
    requires transitive fovea.format;
    requires fovea.device;

    exports fovea.onnx;
    exports fovea.onnx.model;
}
