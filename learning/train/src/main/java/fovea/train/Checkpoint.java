package fovea.train;

import fovea.format.FormatException;
import fovea.format.NdArray;
import fovea.format.Safetensors;
import fovea.nn.CheckpointException;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Optimizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A run's state in a safetensors file: the model's variables under their paths, as any toolkit reads them, the optimizer's under {@code
 * optimizer.}, and the position in the metadata.
 */
public final class Checkpoint {
    private static final String OPTIMIZER = "optimizer.";

    private Checkpoint() {}

    /** Writes everything needed to go on; the file appears whole or not at all. */
    public static void save(Path file, Object model, Optimizer optimizer, Position at) {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        collect(model, "", arrays);
        collect(optimizer, OPTIMIZER, arrays);
        Safetensors.write(file, arrays, metadata(at));
    }

    /** Writes the model alone. */
    public static void save(Path file, Object model, Position at) {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        collect(model, "", arrays);
        Safetensors.write(file, arrays, metadata(at));
    }

    /**
     * Reads everything needed to go on.
     *
     * @return where the run was
     * @throws FormatException if the file is missing or damaged
     * @throws CheckpointException if it is another model's or optimizer's; both are then as they were
     */
    public static Position load(Path file, Object model, Optimizer optimizer) {
        try (Safetensors open = Safetensors.open(file)) {
            Position at = position(file, open.metadata());
            Variables all = Variables.of(Map.of("model", model, "optimizer", optimizer));
            Map<String, Tensor> values = new LinkedHashMap<>();
            open.arrays()
                    .forEach((name, array) ->
                            values.put(name.startsWith(OPTIMIZER) ? name : "model." + name, tensor(name, array)));
            all.load(values);
            return at;
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    /** Reads the model alone, of either kind of file, and returns where the run was. */
    public static Position load(Path file, Object model) {
        try (Safetensors open = Safetensors.open(file)) {
            Position at = position(file, open.metadata());
            Map<String, Tensor> values = new LinkedHashMap<>();
            open.arrays().forEach((name, array) -> {
                if (!name.startsWith(OPTIMIZER)) {
                    values.put(name, tensor(name, array));
                }
            });
            Variables.of(model).load(values);
            return at;
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    private static void collect(Object part, String prefix, SequencedMap<String, NdArray> arrays) {
        Variables.of(part).named().forEach((path, variable) -> {
            int[] sizes = variable.shape().toArray();
            long[] shape = new long[sizes.length];
            java.util.Arrays.setAll(shape, i -> sizes[i]);
            arrays.put(prefix + path, NdArray.ofFloats(shape, variable.get().toArray()));
        });
    }

    private static Tensor tensor(String name, NdArray array) {
        if (!array.type().isFloating()) {
            throw new CheckpointException(name + " is " + array, "variables are floating-point numbers");
        }
        int[] sizes = new int[array.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(array.size(i));
        }
        return Tensor.of(Shape.of(sizes), array.toFloats());
    }

    private static SequencedMap<String, String> metadata(Position at) {
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "fovea checkpoint 1");
        metadata.put("epoch", String.valueOf(at.epoch()));
        metadata.put("batch", String.valueOf(at.batch()));
        metadata.put("step", String.valueOf(at.step()));
        metadata.put("loss_sum", String.valueOf(at.lossSum()));
        metadata.put("correct", String.valueOf(at.correct()));
        metadata.put("seen", String.valueOf(at.seen()));
        metadata.put("epoch_seconds", String.valueOf(at.epochSeconds()));
        metadata.put("seconds", String.valueOf(at.seconds()));
        metadata.put("best", String.valueOf(at.best()));
        return metadata;
    }

    private static Position position(Path file, Map<String, String> metadata) {
        return new Position(
                number(file, metadata, "epoch", Integer::valueOf),
                number(file, metadata, "batch", Integer::valueOf),
                number(file, metadata, "step", Long::valueOf),
                number(file, metadata, "loss_sum", Double::valueOf),
                number(file, metadata, "correct", Long::valueOf),
                number(file, metadata, "seen", Long::valueOf),
                number(file, metadata, "epoch_seconds", Double::valueOf),
                number(file, metadata, "seconds", Double::valueOf),
                number(file, metadata, "best", Double::valueOf));
    }

    private static <T extends Number> T number(
            Path file, Map<String, String> metadata, String key, Function<String, T> parse) {
        String text = metadata.getOrDefault(key, "");
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new FormatException(
                    file,
                    "is no checkpoint of a run: its metadata says " + key + " is \"" + text + "\"",
                    "give a file that a training run wrote",
                    e);
        }
    }
}
