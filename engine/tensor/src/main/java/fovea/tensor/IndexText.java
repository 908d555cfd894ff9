package fovea.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An index as Python writes it. */
final class IndexText {
    private final String text;
    private final Tensor[] arrays;
    private int next;

    IndexText(String text, Tensor... arrays) {
        this.text = text;
        this.arrays = arrays;
    }

    Index[] indices() {
        Index[] found = items().stream().map(String::strip).map(this::index).toArray(Index[]::new);
        if (next != arrays.length) {
            throw new ShapeException(
                    "index",
                    "\"%s\" and %d arrays".formatted(text, arrays.length),
                    "it has " + next + " places {} for them");
        }
        return found;
    }

    /** The parts between commas outside lists; a comma at the end says nothing. */
    private List<String> items() {
        List<String> items = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                items.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (start == 0 || !text.substring(start).isBlank()) {
            items.add(text.substring(start));
        }
        return items;
    }

    private Index index(String item) {
        return switch (item) {
            case "..." -> Index.ELLIPSIS;
            case "None" -> Index.NEW_AXIS;
            case "{}" -> array();
            default -> item.startsWith("[") ? list(item) : item.indexOf(':') < 0 ? Index.at(number(item)) : range(item);
        };
    }

    private Index array() {
        if (next == arrays.length) {
            throw new ShapeException(
                    "index", "\"%s\" and %d arrays".formatted(text, arrays.length), "give one for each {}");
        }
        return Index.of(arrays[next++]);
    }

    private Index list(String item) {
        String inside = item.endsWith("]") ? item.substring(1, item.length() - 1) : refused(item);
        return Index.places(
                inside.isBlank()
                        ? new int[0]
                        : Arrays.stream(inside.split(","))
                                .mapToInt(this::number)
                                .toArray());
    }

    private Index range(String item) {
        String[] bounds = item.split(":", -1);
        if (bounds.length > 3) {
            refused(item);
        }
        Integer step = bounds.length == 3 ? bound(bounds[2]) : null;
        return new Index.Range(bound(bounds[0]), bound(bounds[1]), step == null ? 1 : step);
    }

    private @Nullable Integer bound(String bound) {
        return bound.isBlank() || bound.strip().equals("None") ? null : Integer.valueOf(number(bound));
    }

    private int number(String item) {
        try {
            return Integer.parseInt(item.strip());
        } catch (NumberFormatException _) {
            refused(item);
            return 0;
        }
    }

    private String refused(String item) {
        throw new ShapeException(
                "index",
                "\"%s\", where \"%s\" means nothing".formatted(text, item),
                "numbers, ranges such as 1:-1 and ::2, ..., None, lists such as [0, 2], and {} for an array would fit");
    }
}
