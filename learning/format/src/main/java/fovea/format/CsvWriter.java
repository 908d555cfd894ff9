package fovea.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that grows row by row, such as the metrics of a run. Every row is handed to the system as soon as it is
 * written, so that another program may follow; a row that does not fit the disk is taken back.
 *
 * <p>UTF-8, lines end with LF, fields are quoted as in RFC 4180 where they must be.
 */
public final class CsvWriter implements AutoCloseable {
    private final List<String> columns;
    private final LineFile out;

    private CsvWriter(List<String> columns, LineFile out) {
        this.columns = columns;
        this.out = out;
    }

    /** Starts a file, in place of any earlier one, with the line of column names. */
    public static CsvWriter create(Path file, List<String> columns) {
        return new CsvWriter(List.copyOf(columns), LineFile.start(file, line(columns)));
    }

    /**
     * Continues a file where a run was interrupted: keeps its rows up to the first that {@code keep} refuses, and a
     * last line that was cut off is dropped. Where the file is missing, it is started.
     *
     * <pre>  CsvWriter.resume(file, columns, row -&gt; Integer.parseInt(row.getFirst()) &lt;= epoch);</pre>
     *
     * @throws FormatException if the file is damaged, or has other columns
     */
    public static CsvWriter resume(Path file, List<String> columns, Predicate<List<String>> keep) {
        if (!file.toFile().exists()) {
            return create(file, columns);
        }
        String text = Utf8.read(file, CsvTable.MAX_BYTES);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return new CsvWriter(List.copyOf(columns), LineFile.start(file, kept(file, whole, columns, keep)));
    }

    private static String kept(Path file, String text, List<String> columns, Predicate<List<String>> keep) {
        CsvParser parser = new CsvParser(file, text);
        if (!parser.hasNext()) {
            return line(columns);
        }
        List<String> found = CsvTable.columns(file, parser);
        if (!found.equals(columns)) {
            throw new FormatException(
                    file, "has the columns %s: expected %s".formatted(found, columns), "continue in another folder");
        }
        int end = parser.position();
        try {
            while (parser.hasNext() && keep.test(CsvTable.row(parser, columns))) {
                end = parser.position();
            }
        } catch (FormatException e) {
            if (!parser.isCutOff()) {
                throw e;
            }
        }
        return text.substring(0, end);
    }

    /**
     * Appends a row. Numbers and booleans are written as Java writes them, null as nothing.
     *
     * @throws IllegalArgumentException if there are more or fewer values than columns
     * @throws FormatException if the disk is full; the file is then as it was before the row
     */
    public void row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("a row of %s has %d values%n  give one for each of %s"
                    .formatted(out.file(), values.length, columns));
        }
        out.append(line(Arrays.asList(values)));
    }

    /** Puts the rows onto the disk and closes the file. */
    @Override
    public void close() {
        out.close();
    }

    private static String line(List<? extends @Nullable Object> values) {
        String line = values.stream().map(CsvWriter::field).collect(Collectors.joining(","));
        return (line.isEmpty() ? "\"\"" : line) + "\n"; // a row of one empty field must not look like no row
    }

    private static String field(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
