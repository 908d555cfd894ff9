package fovea.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One flat JSON object on one line, its keys in the order they were put. */
final class Json {
    private final Map<String, String> members = new LinkedHashMap<>();

    Json put(String key, String value) {
        members.put(key, quote(value));
        return this;
    }

    /** Puts a number with the digits that mean something in a measurement. */
    Json put(String key, double value) {
        members.put(key, Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "null");
        return this;
    }

    Json put(String key, int value) {
        members.put(key, Integer.toString(value));
        return this;
    }

    Json put(String key, List<Float> values) {
        members.put(
                key,
                values.stream()
                        .map(v -> Float.isFinite(v) ? v.toString() : "null")
                        .collect(Collectors.joining(",", "[", "]")));
        return this;
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> quote(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quote(String text) {
        return text.codePoints().mapToObj(Json::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int point) {
        if (point == '"' || point == '\\') {
            return "\\" + (char) point;
        }
        return point < ' ' ? String.format(Locale.ROOT, "\\u%04x", point) : Character.toString(point);
    }
}
