package fovea.conformance.files;

import fovea.device.Device;
import fovea.device.DeviceException;
import fovea.device.Region;
import fovea.format.FormatException;
import fovea.onnx.OnnxFile;
import fovea.onnx.OnnxNetwork;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxInfo;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file in ONNX, read and run once: with the input that the pack gives, whose output it must have to 1e-5, or else with ones of the shape
 * that the file declares. What is wrong with a damaged one may show only then.
 */
final class OnnxCase {
    private static final double TOLERANCE = 1e-5;
    /** For a size that the file leaves open. */
    private static final int OPEN = 2;

    private OnnxCase() {}

    static Optional<String> difference(Path file, FileCase of) {
        OnnxNetwork network = OnnxFile.read(file);
        try {
            return Device.best().use(() -> Region.run(() -> run(network, of)));
        } catch (OnnxException | ShapeException | DeviceException e) {
            throw new FormatException(file, "cannot be run: " + e.getMessage(), "write it again", e);
        }
    }

    private static Optional<String> run(OnnxNetwork network, FileCase of) {
        if (of.network().isEmpty()) {
            network.forward(network.inputs().stream().map(OnnxCase::ones).toList())
                    .forEach(Tensor::toDoubles);
            return Optional.empty();
        }
        ExpectedArray input = of.network().get().input();
        ExpectedArray output = of.network().get().output();
        Tensor y = network.forward(Tensor.of(shape(input.shape()), input.floats()));
        if (!y.shape().equals(shape(output.shape()))) {
            return Optional.of("gives %s: expected %s".formatted(y.shape(), output.shape()));
        }
        return ExpectedArray.difference(y.toArray(), output.floats(), TOLERANCE);
    }

    private static Tensor ones(OnnxInfo input) {
        List<Long> sizes = input.type().shape().orElse(List.of()).stream()
                .map(size -> size.orElse(OPEN))
                .toList();
        Tensor ones = Tensor.ones(shape(sizes));
        return input.type().element().map(type -> ones.cast(type.carrier())).orElse(ones);
    }

    private static Shape shape(List<Long> sizes) {
        return Shape.of(sizes.stream().mapToInt(Math::toIntExact).toArray());
    }
}
