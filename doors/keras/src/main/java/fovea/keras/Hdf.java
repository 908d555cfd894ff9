package fovea.keras;

import fovea.format.ElementType;
import fovea.format.FormatException;
import fovea.format.NdArray;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** An open HDF5 file, of which no more is believed than its bytes can bear out. */
final class Hdf implements AutoCloseable {
    /** The most that deflate makes of a byte. */
    private static final long EXPANSION = 1032;

    private static final int MOST_DEPTH = 32;
    private static final int MOST_ARRAYS = 100_000;

    private final Path name;
    private final HdfFile file;
    private long left;

    private Hdf(Path name, HdfFile file, long bytes) {
        this.name = name;
        this.file = file;
        this.left = Math.min(
                Math.multiplyExact(bytes, EXPANSION), Runtime.getRuntime().maxMemory() / 2);
    }

    /** Opens the bytes of a file; {@code name} is what messages call it. */
    static Hdf open(Path name, MemorySegment bytes) {
        if (bytes.byteSize() > Integer.MAX_VALUE) {
            throw new FormatException(
                    name,
                    "has %,d bytes, and at most %,d are read".formatted(bytes.byteSize(), Integer.MAX_VALUE),
                    "save the weights in several files");
        }
        ByteBuffer buffer = bytes.asByteBuffer();
        return new Hdf(name, HdfFile.fromByteBuffer(buffer), bytes.byteSize());
    }

    /** The group at a path from the root, if there is one. */
    Optional<Group> group(String path) {
        Node found = path.isEmpty() ? file : child(file, path);
        return found instanceof Group group ? Optional.of(group) : Optional.empty();
    }

    /** What lies at a path below a group, or null; links to elsewhere are not followed. */
    static @Nullable Node child(Group from, String path) {
        Node at = from;
        for (String step : path.split("/", -1)) {
            Node next = at instanceof Group group ? group.getChildren().get(step) : null;
            if (next == null || next.isLink()) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** The words of an attribute of one or many; those of a long list may be spread over attributes with numbers at their ends. */
    static List<String> words(Node node, String attribute) {
        Map<String, Attribute> all = node.getAttributes();
        List<String> words = new ArrayList<>();
        int parts = 0;
        Attribute whole = all.get(attribute);
        if (whole != null) {
            add(whole.getData(), words);
        }
        for (Attribute part = all.get(attribute + 0); part != null; part = all.get(attribute + ++parts)) {
            add(part.getData(), words);
        }
        return words;
    }

    private static void add(@Nullable Object data, List<String> words) {
        switch (data) {
            case String one -> words.add(one);
            case Object[] many -> Arrays.stream(many).forEach(each -> add(each, words));
            case null, default -> {} // an empty list is one of numbers
        }
    }

    /** Every array below a group, by its path from there. */
    SequencedMap<String, Dataset> below(Group group) {
        SequencedMap<String, Dataset> found = new LinkedHashMap<>();
        collect(group, "", 0, found);
        return found;
    }

    private void collect(Group group, String path, int depth, Map<String, Dataset> found) {
        if (depth > MOST_DEPTH) {
            throw damaged("groups lie %d deep in each other".formatted(depth));
        }
        for (Map.Entry<String, Node> each : group.getChildren().entrySet()) {
            String at = path + each.getKey();
            switch (each.getValue()) {
                case Node link when link.isLink() -> {}
                case Dataset data -> found.put(at, data);
                case Group inner -> collect(inner, at + "/", depth + 1, found);
                default -> {}
            }
            if (found.size() > MOST_ARRAYS) {
                throw damaged("it holds more than %,d arrays".formatted(MOST_ARRAYS));
            }
        }
    }

    /** Whether an array is of floating-point numbers, as weights are. */
    static boolean isFloating(Dataset data) {
        Class<?> type = data.getJavaType();
        return type == float.class || type == double.class;
    }

    /** The elements, of single precision where they are of half. */
    NdArray array(String path, Dataset data) {
        long[] shape = data.getDimensionsAsLong();
        long bytes = data.getJavaType() == double.class ? Double.BYTES : Float.BYTES;
        for (long size : shape) {
            if (size < 0 || (size > 0 && bytes > left / size)) {
                throw damaged(
                        "%s is %s, more than the file or memory can hold".formatted(path, Arrays.toString(shape)));
            }
            bytes *= size;
        }
        left -= bytes;
        if (bytes == 0) {
            return NdArray.ofFloats(shape);
        }
        Object flat = shape.length == 0 ? data.getData() : data.getDataFlat();
        return switch (flat) {
            case float[] values -> NdArray.ofFloats(shape, values);
            case double[] values -> NdArray.of(ElementType.F64, shape, MemorySegment.ofArray(bytes(values)));
            case Float value -> NdArray.ofFloats(shape, value);
            case Double value -> NdArray.of(ElementType.F64, shape, MemorySegment.ofArray(bytes(value)));
            default -> throw damaged(path + " is of no floating-point type");
        };
    }

    private static byte[] bytes(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return bytes.array();
    }

    FormatException damaged(String what) {
        return new FormatException(name, "is damaged: " + what, "fetch it again, or save the model again with Keras");
    }

    @Override
    public void close() {
        file.close();
    }
}
