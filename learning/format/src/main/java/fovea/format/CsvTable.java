package fovea.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table out of a CSV file: the names of the columns, from its first line, and the rows below.
 *
 * @param columns the names, all different
 * @param rows each as long as {@code columns}
 */
public record CsvTable(List<String> columns, List<List<String>> rows) {
    static final long MAX_BYTES = 64L << 20;

    /**
     * Reads a file (UTF-8, RFC 4180, at most 64 MiB).
     *
     * @throws FormatException if it is missing, empty, or a row has another length than the first
     */
    public static CsvTable read(Path file) {
        CsvParser parser = new CsvParser(file, Utf8.read(file, MAX_BYTES));
        List<String> columns = columns(file, parser);
        List<List<String>> rows = new ArrayList<>();
        while (parser.hasNext()) {
            rows.add(row(parser, columns));
        }
        return new CsvTable(columns, rows);
    }

    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * One column, from the first row to the last.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public List<String> column(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("the table has no column '%s'%n  it has %s".formatted(name, columns));
        }
        return rows.stream().map(row -> row.get(index)).toList();
    }

    static List<String> columns(Path file, CsvParser parser) {
        if (!parser.hasNext()) {
            throw new FormatException(
                    file, "is empty: expected a line of column names", "remove the file, or restore it");
        }
        List<String> columns = List.copyOf(parser.next());
        if (columns.stream().distinct().count() != columns.size()) {
            throw new FormatException(file, "names a column twice in " + columns, "rename one of them");
        }
        return columns;
    }

    static List<String> row(CsvParser parser, List<String> columns) {
        int line = parser.line();
        List<String> row = List.copyOf(parser.next());
        if (row.size() != columns.size()) {
            throw parser.bad(line, "the row has %d fields: expected %d".formatted(row.size(), columns.size()));
        }
        return row;
    }
}
