package fovea.conformance.files;

import fovea.device.Device;
import fovea.device.Region;
import fovea.format.FormatException;
import fovea.format.NdArray;
import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.core.JacksonException;

/**
 * {@code NAME.io.json}: an input and an output of the small network whose weights lie beside it in {@code NAME.pth}. It
 * must compute the one from the other to 1e-5.
 */
final class NetworkCase {
    private static final String SUFFIX = ".io.json";
    private static final double TOLERANCE = 1e-5;

    private NetworkCase() {}

    /** A convolution, its normalization, a ReLU and a linear layer. */
    private record Net(Conv2dLayer conv1, BatchNormLayer bn1, Linear fc) implements Layer {
        static Net shapedAs(Map<String, NdArray> weights) {
            NdArray conv = array(weights, "conv1.weight");
            NdArray fc = array(weights, "fc.weight");
            SplittableRandom random = new SplittableRandom(1);
            return new Net(
                    Conv2dLayer.of(size(conv, 1), size(conv, 0), Window.of(size(conv, 2), size(conv, 3)), random),
                    BatchNormLayer.of(size(conv, 0)),
                    Linear.of(size(fc, 1), size(fc, 0), random));
        }

        private static NdArray array(Map<String, NdArray> weights, String name) {
            return Optional.ofNullable(weights.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("the network beside it has no " + name));
        }

        private static int size(NdArray array, int axis) {
            return Math.toIntExact(array.size(axis));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor maps = bn1.forward(conv1.forward(x)).relu();
            return fc.forward(maps.reshape(x.shape().size(0), -1));
        }
    }

    static Optional<String> difference(Path file) {
        FileCase.Run run = run(file);
        String name = file.getFileName().toString();
        Path weights = file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + ".pth");
        Map<String, NdArray> arrays = FileContents.read(weights, "pth-zip").arrays();
        float[] got = Device.best().use(() -> Region.run(() -> outputs(arrays, run.input())));
        float[] expected = run.output().floats();
        return ExpectedArray.difference(got, expected, TOLERANCE);
    }

    private static float[] outputs(Map<String, NdArray> arrays, ExpectedArray input) {
        Net net = Net.shapedAs(arrays);
        Map<String, Tensor> values = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            if (array.type().isFloating()) {
                values.put(name, Tensor.of(shape(array.shape()), array.toFloats()));
            }
        });
        Variables.of(net).load(values);
        long[] sizes = input.shape().stream().mapToLong(Long::longValue).toArray();
        return net.forward(Tensor.of(shape(sizes), input.floats())).toArray();
    }

    private static Shape shape(long[] sizes) {
        int[] shape = new int[sizes.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(sizes[i]);
        }
        return Shape.of(shape);
    }

    private static FileCase.Run run(Path file) {
        try {
            Map<?, ?> object = (Map<?, ?>) PackJson.read(Files.readAllBytes(file));
            return FileCase.Run.of(object)
                    .orElseThrow(() ->
                            new FormatException(file, "is no input and output of a network", "fetch the pack again"));
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        } catch (JacksonException | ClassCastException e) {
            throw new FormatException(file, "is no input and output of a network", "fetch the pack again", e);
        }
    }
}
