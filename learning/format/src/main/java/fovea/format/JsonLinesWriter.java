package fovea.format;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A file of JSON Lines that grows row by row beside a {@link CsvWriter}: each line is an object with the values of a row under the names of
 * its columns. As there, every line is handed to the system as soon as it is written.
 *
 * @see <a href="https://jsonlines.org/">JSON Lines</a>
 */
public final class JsonLinesWriter implements AutoCloseable {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final List<String> names;
    private final LineFile out;

    private JsonLinesWriter(List<String> names, LineFile out) {
        this.names = names;
        this.out = out;
    }

    /** Starts a file, in place of any earlier one, with the rows that a CSV file holds so far: all values are taken from there. */
    public static JsonLinesWriter of(Path file, CsvTable rows) {
        List<String> names = rows.columns();
        String text = rows.rows().stream().map(row -> line(names, row)).collect(Collectors.joining());
        return new JsonLinesWriter(names, LineFile.start(file, text));
    }

    /**
     * Appends a row. Numbers and booleans are written as such, numbers that are none and what is missing as null, all else as text.
     *
     * @throws IllegalArgumentException if there are more or fewer values than columns
     * @throws FormatException if the disk is full; the file is then as it was before the row
     */
    public void row(@Nullable Object... values) {
        if (values.length != names.size()) {
            throw new IllegalArgumentException(
                    "a row of %s has %d values%n  give one for each of %s".formatted(out.file(), values.length, names));
        }
        out.append(line(
                names,
                Arrays.stream(values)
                        .map(value -> value == null ? "" : value.toString())
                        .toList()));
    }

    private static String line(List<String> names, List<String> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            for (int i = 0; i < names.size(); i++) {
                json.writeName(names.get(i));
                write(json, fields.get(i));
            }
            json.writeEndObject();
        }
        return text + "\n";
    }

    /** By how a field looks, so that one read from a CSV file gives what it gave before. */
    private static void write(JsonGenerator json, String field) {
        if (field.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            json.writeNumber(field);
        } else {
            switch (field) {
                case "true", "false" -> json.writeBoolean(field.equals("true"));
                case "", "NaN", "Infinity", "-Infinity" -> json.writeNull();
                default -> json.writeString(field);
            }
        }
    }

    /** Puts the lines onto the disk and closes the file. */
    @Override
    public void close() {
        out.close();
    }
}
