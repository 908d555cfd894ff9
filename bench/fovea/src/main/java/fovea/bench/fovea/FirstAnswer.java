package fovea.bench.fovea;

import fovea.device.Device;
import fovea.device.Region;
import fovea.format.NdArray;
import fovea.format.Safetensors;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.zoo.Architectures;
import fovea.zoo.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * How long it takes from the start of a program to its first answer: a ResNet-50's weights, a safetensors file of 102 MB, are opened and
 * put into the network, and one picture is answered. With {@code write} before the file's name it makes that file.
 */
public final class FirstAnswer {
    private static final String NAME = "resnet50";
    private static final int CLASSES = 1000;

    private FirstAnswer() {}

    /** The file, perhaps after {@code write}. */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        Path file = Path.of(arguments[arguments.length - 1]);
        if (arguments[0].equals("write")) {
            write(Architectures.of(NAME, CLASSES, 0, new SplittableRandom(1)), file);
            return;
        }
        Layer model = Architectures.unfilled(NAME, CLASSES);
        long made = System.nanoTime();
        Weights.load(model, file);
        long loaded = System.nanoTime();
        Tensor x = Tensor.ones(Shape.of(1, 3, 224, 224));
        float[] logits =
                Device.best().use(() -> Region.run(() -> model.forward(x)).toArray());
        long answered = System.nanoTime();
        double processor = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e6;
        System.out.printf(
                "%s, %.1f MB, %d logits: network made %.0f ms, weights in it %.0f ms, answered %.0f ms; in all %.0f"
                        + " ms; %.0f ms of processors, the JVM's start among them%n",
                NAME,
                Files.size(file) / 1e6,
                logits.length,
                (made - start) / 1e6,
                (loaded - made) / 1e6,
                (answered - loaded) / 1e6,
                (answered - start) / 1e6,
                processor);
    }

    private static void write(Layer model, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        Variables.of(model).named().forEach((name, variable) -> {
            long[] shape = new long[variable.shape().rank()];
            for (int axis = 0; axis < shape.length; axis++) {
                shape[axis] = variable.shape().size(axis);
            }
            arrays.put(name, NdArray.ofFloats(shape, variable.get().toArray()));
        });
        Safetensors.write(file, arrays, Map.of());
    }
}
