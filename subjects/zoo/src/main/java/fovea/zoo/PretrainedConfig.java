package fovea.zoo;

import fovea.data.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What timm's {@code config.json} says of the pictures its weights are for: in {@code pretrained_cfg} the size, the part of it that is the
 * middle, means and deviations.
 *
 * @see <a href="https://huggingface.co/docs/timm/reference/data">timm, data</a>
 */
final class PretrainedConfig {
    private static final JsonFactory JSON = new JsonFactory();
    private static final long MOST_BYTES = 1 << 20;
    private static final String PART = "pretrained_cfg";

    private @Nullable List<Double> mean;
    private @Nullable List<Double> std;
    private @Nullable List<Double> size;
    private double cropped = 0.875; // timm's own

    private PretrainedConfig() {}

    /** The preprocessing that a file describes; empty where it describes none that is understood. */
    static Optional<Preprocessing> preprocessing(Path file) {
        PretrainedConfig config = new PretrainedConfig();
        try {
            if (Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
                config.read(json);
            }
            return config.preprocessing();
        } catch (IOException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void read(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken token = json.nextToken();
            if (name.equals(PART) && token == JsonToken.START_OBJECT) {
                readPart(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void readPart(JsonParser json) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken token = json.nextToken();
            switch (name) {
                case "mean" -> mean = numbers(json, token);
                case "std" -> std = numbers(json, token);
                case "input_size" -> size = numbers(json, token);
                case "crop_pct" -> cropped = token.isNumeric() ? json.getDoubleValue() : cropped;
                default -> json.skipChildren();
            }
        }
    }

    private static List<Double> numbers(JsonParser json, JsonToken token) {
        List<Double> numbers = new ArrayList<>();
        if (token != JsonToken.START_ARRAY) {
            json.skipChildren();
            return numbers;
        }
        for (JsonToken each = json.nextToken(); each != JsonToken.END_ARRAY; each = json.nextToken()) {
            numbers.add(each.isNumeric() ? json.getDoubleValue() : Double.NaN);
        }
        return numbers;
    }

    private Optional<Preprocessing> preprocessing() {
        if (mean == null || std == null || size == null || size.size() != 3 || !(cropped > 0 && cropped <= 1)) {
            return Optional.empty();
        }
        int crop = size.get(2).intValue();
        return Optional.of(new Preprocessing((int) (crop / cropped), crop, new Normalization(mean, std)));
    }
}
