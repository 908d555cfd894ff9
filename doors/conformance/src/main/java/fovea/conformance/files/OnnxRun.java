package fovea.conformance.files;

import fovea.device.Device;
import fovea.device.Region;
import fovea.format.FormatException;
import fovea.onnx.OnnxFile;
import fovea.onnx.OnnxNetwork;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxInfo;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network in ONNX is read and run once, with the input of the pack's list or one of the declared shape: damage may show only then. It must
 * give the list's output to 1e-5.
 */
final class OnnxRun {
    private static final double TOLERANCE = 1e-5;

    private OnnxRun() {}

    static Optional<String> difference(Path file, FileCase of) {
        OnnxNetwork network = OnnxFile.read(file);
        List<OnnxValue> inputs = network.inputs().stream()
                .<OnnxValue>map(each -> input(each, of.network()))
                .toList();
        double[] got;
        try {
            got = Device.best().use(() -> Region.run(() -> first(network.run(inputs))));
        } catch (OnnxException e) {
            throw new FormatException(file, e.fact(), e.remedy(), e);
        }
        return of.network().flatMap(run -> difference(got, run.output().floats()));
    }

    private static OnnxTensor input(OnnxInfo info, Optional<FileCase.Run> run) {
        int[] sizes = run.map(each ->
                        each.input().shape().stream().mapToInt(Math::toIntExact).toArray())
                .orElseGet(() -> info.type().shape().orElse(List.of()).stream()
                        .mapToInt(size -> (int) size.orElse(1))
                        .toArray());
        double[] elements = new double[Math.toIntExact(Shape.of(sizes).elements())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = run.isPresent() ? run.get().input().floats()[i] : 1;
        }
        return OnnxTensor.of(info.type().element().orElse(OnnxType.FLOAT), Shape.of(sizes), elements);
    }

    private static double[] first(List<OnnxValue> outputs) {
        return outputs.getFirst() instanceof OnnxTensor tensor ? tensor.doubles() : new double[0];
    }

    private static Optional<String> difference(double[] got, float[] expected) {
        if (got.length != expected.length) {
            return Optional.of("gives %d numbers: expected %d".formatted(got.length, expected.length));
        }
        for (int i = 0; i < got.length; i++) {
            if (!(Math.abs(got[i] - expected[i]) <= TOLERANCE * (1 + Math.abs(expected[i])))) {
                return Optional.of("gives %s at %d: expected %s".formatted(got[i], i, expected[i]));
            }
        }
        return Optional.empty();
    }
}
