package fovea.keras;

import fovea.format.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a file says of the model its weights are for: the layers, those of models inside the model under their own path.
 *
 * @param layers by their group in the file of weights, such as {@code layers/conv2d_1}, in the model's order
 */
record KerasConfig(SequencedMap<String, Layer> layers) {
    /** Nothing is known. */
    static final KerasConfig NONE = new KerasConfig(new LinkedHashMap<>());

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * A layer.
     *
     * @param name by its author, after those of the models it is in
     * @param kind its class, such as {@code Conv2D}
     * @param scaled whether a normalization has its factor, {@code gamma}
     */
    record Layer(String name, String kind, boolean scaled) {}

    /** Reads a model's JSON; {@code file} is what it was in. */
    static KerasConfig parse(Path file, byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            KerasConfig config = new KerasConfig(new LinkedHashMap<>());
            config.addAll(value(parser), "", "");
            return config;
        } catch (JacksonException e) {
            throw new FormatException(
                    file,
                    "has a configuration that cannot be read: " + e.getOriginalMessage(),
                    "save the model again with Keras",
                    e);
        }
    }

    /** The layer of that name, wherever it is. */
    @Nullable
    Layer named(String name) {
        for (Layer each : layers.values()) {
            if (each.name.equals(name) || each.name.endsWith("/" + name)) {
                return each;
            }
        }
        return null;
    }

    /** The layers of a model; Keras counts those of a class, not their names. */
    private void addAll(@Nullable Object model, String path, String name) {
        if (!(model instanceof Map<?, ?> all)
                || !(all.get("config") instanceof Map<?, ?> config)
                || !(config.get("layers") instanceof List<?> inside)) {
            return;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Object each : inside) {
            if (each instanceof Map<?, ?> layer
                    && layer.get("class_name") instanceof String kind
                    && layer.get("config") instanceof Map<?, ?> settings) {
                String group = snakeCase(kind);
                int count = counts.merge(group, 1, Integer::sum) - 1;
                String at = path + "layers/" + (count == 0 ? group : group + "_" + count);
                String called = name + (settings.get("name") instanceof String own ? own : group);
                layers.put(at, new Layer(called, kind, !Boolean.FALSE.equals(settings.get("scale"))));
                addAll(layer, at + "/", called + "/");
            }
        }
    }

    private static String snakeCase(String kind) {
        return kind.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /** How deep it may be the parser bounds; numbers are of no interest. */
    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }
}
