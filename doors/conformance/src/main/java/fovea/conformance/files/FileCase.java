package fovea.conformance.files;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file of a pack, and what must come of it.
 *
 * @param file its path inside the pack
 * @param format such as {@code npy} or {@code pth-zip}
 * @param tensors what it holds, by name, where the pack says so
 * @param scalars values beside the tensors that must be there; there may be more
 * @param metadata all of a safetensors file's free text, where the pack says so
 * @param network the input that a network in the file is run with and the output it must have, where it is to be run
 * @param canary a file that appears where code of this one was run
 * @param note what a reader should know, perhaps empty
 */
public record FileCase(
        String file,
        String format,
        Status status,
        Optional<Map<String, ExpectedArray>> tensors,
        Map<String, Object> scalars,
        Optional<Map<String, Object>> metadata,
        Optional<Run> network,
        Optional<String> canary,
        String note) {

    /** What may come of a file. */
    public enum Status {
        /** It must load exactly. */
        OK,
        /** It must be refused. */
        REJECT,
        /** It may be refused; if it is not, what it holds must be right. */
        EITHER
    }

    /** One run of a network. */
    public record Run(ExpectedArray input, ExpectedArray output) {

        static Optional<Run> of(Map<?, ?> object) {
            return object.get("input") instanceof Map<?, ?> input && object.get("output") instanceof Map<?, ?> output
                    ? Optional.of(new Run(ExpectedArray.of(input), ExpectedArray.of(output)))
                    : Optional.empty();
        }
    }

    /** A case out of one object of the pack's list. */
    static FileCase of(Map<?, ?> object) {
        return new FileCase(
                text(object, "file"),
                text(object, "format"),
                status(text(object, "status")),
                map(object, "tensors").map(FileCase::arrays),
                map(object, "scalars").orElse(Map.of()),
                map(object, "metadata"),
                Run.of(object),
                Optional.ofNullable(object.get("canary")).map(String.class::cast),
                String.valueOf(object.get(object.containsKey("reason") ? "reason" : "note"))
                        .replace("null", ""));
    }

    private static Status status(String word) {
        return switch (word) {
            case "ok" -> Status.OK;
            case "reject" -> Status.REJECT;
            case "ok-or-reject", "reject-or-ok", "reject-or-tensors" -> Status.EITHER;
            default -> throw new IllegalArgumentException("the status '%s' is unknown".formatted(word));
        };
    }

    private static Map<String, ExpectedArray> arrays(Map<String, Object> of) {
        Map<String, ExpectedArray> arrays = new TreeMap<>();
        of.forEach((name, array) -> arrays.put(name, ExpectedArray.of((Map<?, ?>) array)));
        return arrays;
    }

    private static Optional<Map<String, Object>> map(Map<?, ?> object, String key) {
        if (!(object.get(key) instanceof Map<?, ?> found)) {
            return Optional.empty();
        }
        Map<String, Object> map = new TreeMap<>();
        found.forEach((name, value) -> map.put((String) name, value));
        return Optional.of(map);
    }

    private static String text(Map<?, ?> object, String key) {
        if (object.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a case has no text '%s'".formatted(key));
    }
}
