package fovea.format;

import static fovea.format.SafetensorsHeader.DTYPE;
import static fovea.format.SafetensorsHeader.METADATA;
import static fovea.format.SafetensorsHeader.OFFSETS;
import static fovea.format.SafetensorsHeader.SHAPE;
import static fovea.format.SafetensorsHeader.bad;
import static fovea.format.SafetensorsHeader.quoted;

import fovea.format.SafetensorsHeader.Entry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One reading of the JSON in a safetensors header, from its first token to its last. */
record SafetensorsParser(Path file, JsonParser json) {
    static final int MAX_RANK = 64;
    static final int MAX_ENTRIES = 200_000;

    SafetensorsHeader header() {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        SequencedMap<String, String> metadata = null;
        expect(json.nextToken(), JsonToken.START_OBJECT, "its start");
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (!name.equals(METADATA)) {
                once(entries.putIfAbsent(name, entry(name)), quoted(name));
            } else {
                once(metadata, name);
                metadata = metadata();
            }
            checkCount(entries.size(), "arrays");
        }
        expect(json.currentToken(), JsonToken.END_OBJECT, "its end");
        expect(json.nextToken(), null, "its end");
        return new SafetensorsHeader(entries, metadata == null ? new LinkedHashMap<>() : metadata);
    }

    private SequencedMap<String, String> metadata() {
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        expect(json.nextToken(), JsonToken.START_OBJECT, METADATA);
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            wellFormed(key);
            expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA + "." + key);
            once(metadata.putIfAbsent(key, wellFormed(json.getString())), METADATA + "." + key);
            checkCount(metadata.size(), "lines of metadata");
        }
        expect(json.currentToken(), JsonToken.END_OBJECT, METADATA);
        return metadata;
    }

    private Entry entry(String name) {
        wellFormed(name);
        String where = quoted(name);
        ElementType type = null;
        long[] shape = null;
        long[] offsets = null;
        expect(json.nextToken(), JsonToken.START_OBJECT, where);
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            json.nextToken();
            switch (key) {
                case DTYPE -> type = type(once(type, where + "." + key));
                case SHAPE -> shape = sizes(once(shape, where + "." + key));
                case OFFSETS -> offsets = sizes(once(offsets, where + "." + key));
                default -> json.skipChildren();
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT, where);
        if (type == null || shape == null || offsets == null) {
            String missing = type == null ? DTYPE : shape == null ? SHAPE : OFFSETS;
            throw bad(file, "%s has no %s".formatted(where, missing));
        }
        return sized(where, type, shape, offsets);
    }

    private Entry sized(String where, ElementType type, long[] shape, long[] offsets) {
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw bad(file, "%s has the offsets %s: expected [begin, end]".formatted(where, Arrays.toString(offsets)));
        }
        String described = type + " " + Arrays.toString(shape);
        try {
            long bytes = type.bytes(shape);
            if (bytes != offsets[1] - offsets[0]) {
                throw bad(
                        file,
                        "%s is %s, expected %d bytes: its offsets %s give %d"
                                .formatted(where, described, bytes, Arrays.toString(offsets), offsets[1] - offsets[0]));
            }
        } catch (ArithmeticException _) {
            throw bad(file, "%s has an impossible size: %s".formatted(where, described));
        }
        return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private ElementType type(String where) {
        expect(json.currentToken(), JsonToken.VALUE_STRING, where);
        String name = json.getString();
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(name) && type != ElementType.C128) {
                return type;
            }
        }
        throw bad(
                file,
                "%s is %s: expected one of %s"
                        .formatted(where, quoted(name), EnumSet.complementOf(EnumSet.of(ElementType.C128))));
    }

    private long[] sizes(String where) {
        expect(json.currentToken(), JsonToken.START_ARRAY, where);
        long[] sizes = new long[MAX_RANK];
        int n = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, where);
            if (n == MAX_RANK) {
                throw bad(file, "%s has more than %d numbers".formatted(where, MAX_RANK));
            }
            sizes[n] = json.getLongValue();
            if (sizes[n++] < 0) {
                throw bad(file, "%s has %d: expected 0 or more".formatted(where, sizes[n - 1]));
            }
        }
        return Arrays.copyOf(sizes, n);
    }

    private void expect(@Nullable JsonToken found, @Nullable JsonToken expected, String where) {
        if (found != expected) {
            throw bad(
                    file,
                    "its header has %s where %s was expected, at %s".formatted(word(found), word(expected), where));
        }
    }

    private static String word(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "the end";
            case START_OBJECT -> "{";
            case END_OBJECT -> "}";
            case START_ARRAY -> "[";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            default -> token.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        };
    }

    /** The header's length alone would allow so many short entries that they fill the memory. */
    private void checkCount(int n, String what) {
        if (n > MAX_ENTRIES) {
            throw bad(file, "its header lists more than %d %s".formatted(MAX_ENTRIES, what));
        }
    }

    /** Refuses a second {@code name}; returns it otherwise. */
    private String once(@Nullable Object earlier, String name) {
        if (earlier != null) {
            throw bad(file, "its header has %s twice".formatted(name));
        }
        return name;
    }

    /** Escapes in JSON can spell half a character; no UTF-8 file can hold one. */
    private String wellFormed(String text) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw bad(file, "its header has half a surrogate pair in a string");
        }
        return text;
    }
}
