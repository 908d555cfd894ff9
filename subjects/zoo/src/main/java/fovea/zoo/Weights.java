package fovea.zoo;

import fovea.format.NdArray;
import fovea.format.Safetensors;
import fovea.nn.CheckpointException;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights out of files into models. */
public final class Weights {
    private Weights() {}

    /**
     * Fills every variable of a model with the array of its name, from a safetensors file such as other toolkits write. Half precision
     * becomes single.
     *
     * @throws fovea.format.FormatException if the file is damaged
     * @throws CheckpointException if it holds another model's weights; the model is then as it was
     */
    public static void load(Object model, Path file) {
        try (Safetensors open = Safetensors.open(file)) {
            Map<String, Tensor> values = new LinkedHashMap<>();
            Variables variables = Variables.of(model);
            open.arrays().forEach((name, array) -> {
                if (!name.endsWith("num_batches_tracked")) {
                    values.put(name, tensor(name, array));
                }
            });
            variables.load(values);
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    private static Tensor tensor(String name, NdArray array) {
        if (!array.type().isFloating()) {
            throw new CheckpointException(name + " is " + array, "weights are floating-point numbers");
        }
        int[] sizes = new int[array.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(array.size(i));
        }
        return Tensor.of(Shape.of(sizes), array.toFloats());
    }
}
