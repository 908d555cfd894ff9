package fovea.onnx;

import fovea.format.FormatException;
import fovea.onnx.model.ModelReader;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxModel;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Files that hold networks in ONNX. */
public final class OnnxFile {

    private OnnxFile() {}

    /**
     * The network in {@code file}; its larger tensors may lie in other files of the same folder, or below it, and nowhere else.
     *
     * @throws FormatException if the file is missing, damaged, or has operators that are not known
     */
    public static OnnxNetwork read(Path file) {
        return network(file, () -> ModelReader.read(file));
    }

    /** The network in the bytes of a file; {@code name} is what messages call it. */
    public static OnnxNetwork read(Path name, byte[] bytes) {
        return network(name, () -> ModelReader.read(name, bytes));
    }

    private static OnnxNetwork network(Path file, Supplier<OnnxModel> model) {
        try {
            return OnnxNetwork.of(model.get());
        } catch (OnnxException e) {
            throw new FormatException(file, e.fact(), e.remedy(), e);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new FormatException(
                    file, "is damaged: " + e.getMessage(), "fetch the file again, or write it again", e);
        }
    }
}
