package fovea.train.tune;

import fovea.format.CsvTable;
import fovea.format.CsvWriter;
import fovea.format.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The file of a study's trials, CSV, a line a trial, each written at once; a last line that was cut off does not count. */
final class TrialLog implements AutoCloseable {
    private static final List<String> BEFORE = List.of("trial");
    private static final List<String> AFTER = List.of("epochs", "ending", "losses", "seconds", "reason");

    private final CsvWriter csv;
    private final List<Trial> trials;

    private TrialLog(CsvWriter csv, List<Trial> trials) {
        this.csv = csv;
        this.trials = trials;
    }

    /**
     * Opens a file to go on in, or begins it.
     *
     * @throws FormatException if it is damaged, or another space's
     */
    static TrialLog open(Path file, Space space) {
        List<String> columns = Stream.of(
                        BEFORE, space.dimensions().stream().map(Dimension::name).toList(), AFTER)
                .flatMap(List::stream)
                .toList();
        CsvWriter csv = CsvWriter.resume(file, columns, _ -> true);
        try {
            return new TrialLog(csv, read(file, space));
        } catch (RuntimeException e) {
            csv.close();
            throw e;
        }
    }

    /** The trials that were in the file when it was opened. */
    List<Trial> trials() {
        return trials;
    }

    /** Writes a trial down. */
    void add(Trial trial) {
        Configuration tried = trial.configuration();
        Stream<Object> values = IntStream.range(0, tried.space().size()).mapToObj(tried::text);
        csv.row(Stream.of(
                        Stream.of(trial.number()),
                        values,
                        Stream.of(
                                trial.epochs(),
                                trial.ending(),
                                trial.losses().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                                trial.seconds(),
                                trial.reason()))
                .flatMap(part -> part)
                .toArray());
    }

    private static List<Trial> read(Path file, Space space) {
        List<Trial> trials = new ArrayList<>();
        for (List<String> row : CsvTable.read(file).rows()) {
            try {
                trials.add(trial(row, trials.size(), space));
            } catch (IllegalArgumentException e) {
                throw new FormatException(
                        file,
                        "trial %d cannot be read: %s".formatted(trials.size(), e.getMessage()),
                        "continue in another folder",
                        e);
            }
        }
        return trials;
    }

    private static Trial trial(List<String> row, int number, Space space) {
        if (Integer.parseInt(row.getFirst()) != number) {
            throw new IllegalArgumentException("it is called " + row.getFirst());
        }
        List<Double> values = IntStream.range(0, space.size())
                .mapToObj(i -> space.dimensions().get(i).parse(row.get(1 + i)))
                .toList();
        List<String> rest = row.subList(1 + space.size(), row.size());
        Trial.Ending ending = Trial.Ending.valueOf(rest.get(1));
        List<Double> losses = Arrays.stream(rest.get(2).split(" "))
                .filter(loss -> !loss.isEmpty())
                .map(Double::valueOf)
                .toList();
        if (losses.isEmpty() && ending != Trial.Ending.FAILED) {
            throw new IllegalArgumentException("it has no losses");
        }
        return new Trial(
                number,
                new Configuration(space, values),
                Integer.parseInt(rest.get(0)),
                losses,
                ending,
                Double.parseDouble(rest.get(3)),
                rest.get(4));
    }

    @Override
    public void close() {
        csv.close();
    }
}
