package fovea.results;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of results: a table a lecture, published figure and own side by side. */
public final class Page {
    private static final String HEAD = """
        # Results

        Published figures and Fovea's own, measured by `./fovea results [ROW…]`, which writes this page; the figures themselves, \
        every one with its seed, machine and commit, are in [results.csv](results.csv). Shares are fractions of one. \
        Where data is called a JPEG copy, it was: that is harder than the original.
        """;

    private static final String NETWORKS = """

        ## Accuracy and cost

        Networks of the rows above that were measured, the cheapest first. Multiply-adds and memory are those of one picture, memory that \
        of its activations in `f32`; set-ups, epochs and machines are those of the rows.

        | net | row | parameters | multiply-adds | memory | test accuracy | training s |
        | --- | --- | --- | --- | --- | --- | --- |
        """;

    /** More figures than that nobody reads in a table. */
    private static final int MOST = 6;

    private Page() {}

    /** The page, in Markdown. Rows that were never measured say so. */
    public static String of(List<Row> rows, Ledger ledger) {
        StringBuilder page = new StringBuilder(HEAD);
        int lecture = 0;
        for (Row row : rows) {
            if (row.lecture() != lecture) {
                lecture = row.lecture();
                page.append("\n## Lecture ").append(lecture).append("\n\n");
                page.append(
                        "| row | method | set-up | published | Fovea | bar | stretch | reached | s | data, seed |\n");
                page.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
            }
            page.append(line(row, ledger));
        }
        return page.append(networks(Network.all(ledger))).append(places(ledger)).toString();
    }

    /** What networks cost and reach, the cheapest first, and a link to their picture; nothing where none was measured. */
    private static String networks(List<Network> networks) {
        if (networks.isEmpty()) {
            return "";
        }
        return NETWORKS
                + networks.stream()
                        .sorted(Comparator.comparingDouble(Network::multiplyAdds))
                        .map(Page::line)
                        .collect(Collectors.joining())
                + "\n![" + Report.CAPTION + "](" + Report.PICTURE + ")\n";
    }

    private static String line(Network network) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %,d | %.2f MB | %.4f | %,.0f |\n",
                network.name(),
                network.row(),
                (long) network.parameters(),
                (long) network.multiplyAdds(),
                network.memory(),
                network.accuracy(),
                network.seconds());
    }

    private static String line(Row row, Ledger ledger) {
        Measured measured = ledger.measured().get(row.id());
        String own = measured == null ? "not measured" : figures(row, measured);
        String verdict = measured == null ? "" : row.judge(measured.figures()).words();
        String seconds = measured == null ? "" : Range.number(measured.seconds());
        String data = measured == null
                ? ""
                : measured.place().data() + ", " + measured.place().seed();
        return "| "
                + String.join(
                        " | ",
                        row.id(),
                        row.method(),
                        row.setup(),
                        row.published(),
                        own,
                        ranges(row.bar()),
                        ranges(row.stretch()),
                        verdict,
                        seconds,
                        data)
                + " |\n";
    }

    /** Those that bar and stretch name, then others while there is room. */
    private static String figures(Row row, Measured measured) {
        SequencedMap<String, Double> told = new LinkedHashMap<>();
        Stream.concat(row.bar().stream(), row.stretch().stream())
                .map(Range::figure)
                .forEach(figure -> {
                    Double value = measured.figures().get(figure);
                    if (value != null) {
                        told.put(figure, value);
                    }
                });
        measured.figures().forEach(told::putIfAbsent);
        return shortened(told.entrySet().stream()
                .map(figure -> figure.getKey() + " **" + Range.number(figure.getValue()) + "**")
                .toList());
    }

    private static String ranges(List<Range> ranges) {
        return shortened(ranges.stream().map(Range::toString).toList());
    }

    private static String shortened(List<String> parts) {
        String more = parts.size() > MOST ? "; and %d more".formatted(parts.size() - MOST) : "";
        return parts.stream().limit(MOST).collect(Collectors.joining("; ")) + more;
    }

    private static String places(Ledger ledger) {
        return ledger.measured().values().stream()
                .map(m -> String.format(
                        Locale.ROOT,
                        "%s, %s, commit %s",
                        m.place().date(),
                        m.place().machine(),
                        m.place().commit()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("; ", "\nMeasured: ", ".\n"));
    }
}
