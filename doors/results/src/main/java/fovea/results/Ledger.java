package fovea.results;

import fovea.format.CsvTable;
import fovea.format.CsvWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The file of everything measured last: CSV, a line a figure. Measuring a row again replaces its lines.
 *
 * @param measured by row
 */
public record Ledger(SequencedMap<String, Measured> measured) {
    private static final List<String> COLUMNS =
            List.of("row", "figure", "value", "seconds", "seed", "data", "machine", "commit", "date");

    /** Copies the map. */
    public Ledger {
        measured = new LinkedHashMap<>(measured);
    }

    /**
     * Reads a file; one that is not there is empty.
     *
     * @throws fovea.format.FormatException if it is damaged
     */
    public static Ledger read(Path file) {
        SequencedMap<String, Measured> found = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (List<String> line : CsvTable.read(file).rows()) {
                Measured.Place place = new Measured.Place(
                        line.get(5), Long.parseLong(line.get(4)), line.get(6), line.get(7), line.get(8));
                found.computeIfAbsent(
                                line.get(0),
                                row -> new Measured(row, new LinkedHashMap<>(), Double.parseDouble(line.get(3)), place))
                        .figures()
                        .put(line.get(1), Double.parseDouble(line.get(2)));
            }
        }
        return new Ledger(found);
    }

    /** The same with a new measurement in place of an older one of its row. */
    public Ledger with(Measured fresh) {
        SequencedMap<String, Measured> all = new LinkedHashMap<>(measured);
        all.put(fresh.row(), fresh);
        return new Ledger(all);
    }

    /** The same with all measurements of another in place of those of the same rows. */
    public Ledger with(Ledger other) {
        SequencedMap<String, Measured> all = new LinkedHashMap<>(measured);
        all.putAll(other.measured);
        return new Ledger(all);
    }

    /** Writes the file, rows in the order of {@link Rows}; those that no longer exist are left out. */
    public void write(Path file) {
        try (CsvWriter csv = CsvWriter.create(file, COLUMNS)) {
            for (Row row : Rows.all()) {
                if (measured.containsKey(row.id())) {
                    lines(measured.get(row.id())).forEach(line -> csv.row(line.toArray()));
                }
            }
        }
    }

    private static List<List<String>> lines(Measured m) {
        List<List<String>> lines = new ArrayList<>();
        Measured.Place at = m.place();
        m.figures()
                .forEach((figure, value) -> lines.add(List.of(
                        m.row(),
                        figure,
                        Double.toString(value),
                        Double.toString(m.seconds()),
                        Long.toString(at.seed()),
                        at.data(),
                        at.machine(),
                        at.commit(),
                        at.date())));
        return lines;
    }
}
