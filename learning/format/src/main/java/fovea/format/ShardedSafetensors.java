package fovea.format;

import static fovea.format.SafetensorsHeader.quoted;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * A large model in several safetensors files, found through an index such as {@code model.safetensors.index.json}, whose
 * {@code weight_map} says which file each array is in. The files lie beside the index; all are mapped and checked when it
 * is opened.
 *
 * @see <a href="https://huggingface.co/docs/transformers/big_models">Hugging Face, sharded checkpoints</a>
 */
public final class ShardedSafetensors implements AutoCloseable {
    /** What the name of an index ends with. */
    public static final String SUFFIX = ".index.json";

    private static final long MAX_INDEX_BYTES = 1 << 26;
    private static final int MAX_SHARDS = 4096;
    private static final String WEIGHT_MAP = "weight_map";

    private final SequencedMap<String, Safetensors> shards = new LinkedHashMap<>();
    private final SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();

    private ShardedSafetensors() {}

    /**
     * Opens an index and all its files.
     *
     * @throws FormatException if one is missing or damaged, or lacks an array it should have
     */
    public static ShardedSafetensors open(Path index) {
        ShardedSafetensors set = new ShardedSafetensors();
        boolean opened = false;
        try {
            set.fill(index, weightMap(index));
            opened = true;
            return set;
        } finally {
            if (!opened) {
                set.close();
            }
        }
    }

    /** The files that an index names, in the order in which it first does; they lie beside it. */
    public static Set<String> files(Path index) {
        return new LinkedHashSet<>(weightMap(index).values());
    }

    private void fill(Path index, SequencedMap<String, String> weightMap) {
        for (Map.Entry<String, String> entry : weightMap.entrySet()) {
            Safetensors shard = shards.get(entry.getValue());
            if (shard == null) {
                shard = Safetensors.open(index.resolveSibling(entry.getValue()));
                shards.put(entry.getValue(), shard);
            }
            arrays.put(entry.getKey(), shard.array(entry.getKey()));
        }
    }

    private static SequencedMap<String, String> weightMap(Path index) {
        String text = Utf8.read(index, MAX_INDEX_BYTES);
        try (JsonParser json = SafetensorsHeader.JSON.createParser(ObjectReadContext.empty(), text)) {
            SequencedMap<String, String> map = null;
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw bad(index, "is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                if (name.equals(WEIGHT_MAP)) {
                    map = weightMap(index, json, map);
                } else {
                    json.skipChildren();
                }
            }
            if (map == null || json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw bad(index, map == null ? "has no " + WEIGHT_MAP : "goes on after its end");
            }
            return map;
        } catch (JacksonException e) {
            throw bad(index, "is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static SequencedMap<String, String> weightMap(
            Path index, JsonParser json, @Nullable SequencedMap<String, String> earlier) {
        if (earlier != null || json.currentToken() != JsonToken.START_OBJECT) {
            throw bad(index, "has two of " + WEIGHT_MAP + ", or one that is no object");
        }
        SequencedMap<String, String> map = new LinkedHashMap<>();
        Set<String> files = new LinkedHashSet<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw bad(index, quoted(name) + " is in no file: expected a name");
            }
            String file = json.getString();
            boolean isPlain = file.matches("[^/\\\\:\\p{Cntrl}]{1,255}") && !file.matches("\\.{1,2}");
            if (!isPlain) {
                throw bad(
                        index,
                        "%s is in %s: expected the name of a file beside the index"
                                .formatted(quoted(name), quoted(file)));
            }
            if (map.putIfAbsent(name, file) != null) {
                throw bad(index, "has %s twice".formatted(quoted(name)));
            }
            files.add(file);
            if (map.size() > SafetensorsParser.MAX_ENTRIES || files.size() > MAX_SHARDS) {
                throw bad(
                        index,
                        "lists more than %d arrays or %d files".formatted(SafetensorsParser.MAX_ENTRIES, MAX_SHARDS));
            }
        }
        return map;
    }

    private static FormatException bad(Path index, String what) {
        return new FormatException(index, what, "give the index of a sharded model, or fetch it again");
    }

    /** All arrays by name, in the index's order; the map cannot be changed. */
    public SequencedMap<String, NdArray> arrays() {
        return Collections.unmodifiableSequencedMap(arrays);
    }

    /** Unmaps all files; their arrays can be read no more. Closing twice does nothing. */
    @Override
    public void close() {
        shards.values().forEach(Safetensors::close);
    }
}
