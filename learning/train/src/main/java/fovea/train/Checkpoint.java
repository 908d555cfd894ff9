package fovea.train;

import fovea.format.ElementType;
import fovea.format.FormatException;
import fovea.format.NdArray;
import fovea.format.Safetensors;
import fovea.nn.CheckpointException;
import fovea.nn.Variables;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A run's state in a safetensors file: the model's variables under their paths, as any toolkit reads them, the optimizer's under {@code
 * optimizer.}, and the position in the metadata, with a checksum of it all.
 */
public final class Checkpoint {
    private static final String OPTIMIZER = "optimizer.";
    private static final String CHECKSUM = "crc32c";

    private Checkpoint() {}

    /**
     * Writes everything needed to go on; the file appears whole or not at all.
     *
     * @param optimizer or a list or map of it and whatever else carries states along, such as a {@link fovea.train.optim.Plateau}
     */
    public static void save(Path file, Object model, Object optimizer, Position at) {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        collect(model, "", arrays);
        collect(optimizer, OPTIMIZER, arrays);
        write(file, arrays, at);
    }

    /** Writes the model alone. */
    public static void save(Path file, Object model, Position at) {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        collect(model, "", arrays);
        write(file, arrays, at);
    }

    private static void write(Path file, SequencedMap<String, NdArray> arrays, Position at) {
        SequencedMap<String, String> metadata = metadata(at);
        metadata.put(CHECKSUM, checksum(arrays, metadata));
        Safetensors.write(file, arrays, metadata);
    }

    /**
     * Reads everything needed to go on.
     *
     * @param optimizer as it was saved
     * @return where the run was
     * @throws FormatException if the file is missing or damaged
     * @throws CheckpointException if it is another model's or optimizer's; both are then as they were
     */
    public static Position load(Path file, Object model, Object optimizer) {
        try (Safetensors open = Safetensors.open(file)) {
            check(file, open);
            Position at = position(file, open.metadata());
            Variables all = Variables.of(Map.of("model", model, "optimizer", optimizer));
            Map<String, Tensor> values = new LinkedHashMap<>();
            open.arrays().forEach((name, array) -> {
                String path = name.startsWith(OPTIMIZER) ? name : "model." + name;
                values.put(path, tensor(name, array, all.named().get(path)));
            });
            all.load(values);
            return at;
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    /** Reads the model alone, of either kind of file, and returns where the run was. */
    public static Position load(Path file, Object model) {
        try (Safetensors open = Safetensors.open(file)) {
            check(file, open);
            Position at = position(file, open.metadata());
            Variables all = Variables.of(model);
            Map<String, Tensor> values = new LinkedHashMap<>();
            open.arrays().forEach((name, array) -> {
                if (!name.startsWith(OPTIMIZER)) {
                    values.put(name, tensor(name, array, all.named().get(name)));
                }
            });
            all.load(values);
            return at;
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    /** Refuses a file whose bits are not those that were written, as far as it tells: other toolkits write no checksum. */
    private static void check(Path file, Safetensors open) {
        String written = open.metadata().get(CHECKSUM);
        if (written != null && !written.equals(checksum(open.arrays(), open.metadata()))) {
            throw new FormatException(
                    file,
                    "is damaged: its values are not those that were saved",
                    "use the other file of its folder (last or best), a copy, or train anew");
        }
    }

    /** CRC-32C of all names and values, sorted by name, in hexadecimal. */
    private static String checksum(Map<String, NdArray> arrays, Map<String, String> metadata) {
        CRC32C crc = new CRC32C();
        byte[] chunk = new byte[1 << 16];
        new TreeMap<>(metadata).forEach((key, value) -> {
            if (!key.equals(CHECKSUM)) {
                crc.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        new TreeMap<>(arrays).forEach((name, array) -> {
            crc.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            MemorySegment data = array.data();
            for (long from = 0; from < data.byteSize(); from += chunk.length) {
                int n = (int) Math.min(chunk.length, data.byteSize() - from);
                MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, chunk, 0, n);
                crc.update(chunk, 0, n);
            }
        });
        return Long.toHexString(crc.getValue());
    }

    private static void collect(Object part, String prefix, SequencedMap<String, NdArray> arrays) {
        Variables.of(part).named().forEach((path, variable) -> {
            int[] sizes = variable.shape().toArray();
            long[] shape = new long[sizes.length];
            java.util.Arrays.setAll(shape, i -> sizes[i]);
            arrays.put(prefix + path, array(variable.get(), shape));
        });
    }

    private static NdArray array(Tensor value, long... shape) {
        MemorySegment data =
                MemorySegment.ofArray(new byte[Math.toIntExact(value.spec().bytes())]);
        value.copyTo(data);
        return NdArray.of(ElementType.valueOf(value.dtype().name()), shape, data);
    }

    /** In the type of the variable it is for, where both are floating-point numbers; else, or for none, in its own. */
    private static Tensor tensor(String name, NdArray array, @Nullable Variable variable) {
        int[] sizes = new int[array.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(array.size(i));
        }
        Spec spec = new Spec(Shape.of(sizes), type(name, array));
        Tensor value = Tensor.of(spec, array.data());
        DType wanted = variable == null ? spec.dtype() : variable.spec().dtype();
        return wanted.isFloating() && spec.dtype().isFloating() ? value.cast(wanted) : value;
    }

    private static DType type(String name, NdArray array) {
        for (DType type : DType.values()) {
            if (type.name().equals(array.type().name())) {
                return type;
            }
        }
        throw new CheckpointException(name + " is " + array, "no variable holds such elements");
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
        metadata.put("best_epoch", String.valueOf(at.bestEpoch()));
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
                number(file, metadata, "best", Double::valueOf),
                number(file, metadata, "best_epoch", Integer::valueOf));
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
