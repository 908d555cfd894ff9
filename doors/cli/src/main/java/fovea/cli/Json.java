package fovea.cli;

import fovea.format.FormatException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** A JSON object: strings, numbers, booleans, lists and objects under names, in order. Numbers that are none become null. */
record Json(SequencedMap<String, Object> values) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long LARGEST_FILE = 1 << 20;
    private static final ObjectWriteContext INDENTED = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    Json() {
        this(new LinkedHashMap<>());
    }

    /** The same object, with another value at its end. */
    Json with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** On one line. */
    String line() {
        return text(ObjectWriteContext.empty());
    }

    /** On many lines, for people. */
    String indented() {
        return text(INDENTED) + "\n";
    }

    private String text(ObjectWriteContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(context, text)) {
            write(json, values);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) {
        switch (value) {
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Double number when !Double.isFinite(number) -> json.writeNull();
            case Double number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            case Json inner -> write(json, inner.values);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(each -> write(json, each));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, each) -> {
                    json.writeName(String.valueOf(name));
                    write(json, each);
                });
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("JSON has no " + value.getClass());
        }
    }

    /**
     * Reads a file that {@link #indented} wrote: an object of strings, numbers, booleans and lists of them.
     *
     * @throws FormatException if it is missing, damaged or larger than 1 MB
     */
    static Json read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new FormatException(
                        file,
                        "has %,d bytes; settings have at most 1 MB".formatted(Files.size(file)),
                        "give a run folder");
            }
            try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
                return new Json(object(parser, file));
            }
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new FormatException(
                    file, "is missing", "give a folder that `fovea train` made, such as runs/scenes-lenet5", e);
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    /**
     * What {@link #line} wrote, out of the middle of a file.
     *
     * @throws FormatException if it is no such object
     */
    static Json parse(Path file, String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new Json(object(parser, file));
        } catch (JacksonException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        }
    }

    private static SequencedMap<String, Object> object(JsonParser parser, Path file) {
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw damaged(file, "it is no JSON object", null);
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            values.put(name, value(parser, parser.nextToken(), file));
        }
        return values;
    }

    private static Object value(JsonParser parser, @Nullable JsonToken token, Path file) {
        return switch (token) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    if (next == JsonToken.START_ARRAY) {
                        throw damaged(file, "it holds a list of lists", null);
                    }
                    list.add(value(parser, next, file));
                }
                yield list;
            }
            case null, default -> throw damaged(file, "it holds what settings do not: " + token, null);
        };
    }

    private static FormatException damaged(Path file, String what, @Nullable Exception cause) {
        String text = "cannot be read as settings: " + what;
        String remedy = "give a folder that `fovea train` made; do not edit this file";
        return cause == null ? new FormatException(file, text, remedy) : new FormatException(file, text, remedy, cause);
    }
}
