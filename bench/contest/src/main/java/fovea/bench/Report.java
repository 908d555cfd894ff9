package fovea.bench;

import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A contest's outcome, for people and for machines. */
record Report(Workload workload, Machine machine, Ceiling ceiling, Contest.Outcome outcome) {
    /** Above this many processors used by others, figures are called misleading. */
    private static final double BUSY = 0.1;

    /** What stands above the rows of {@link #row}. */
    static String columns() {
        return String.format(
                Locale.ROOT,
                "%-22s %9s  %-20s %9s %6s %6s %7s %7s %7s %7s%n",
                "workload",
                "ms",
                "best peer",
                "its ms",
                "ratio",
                "peak",
                "MB",
                "its MB",
                "start s",
                "its s");
    }

    /** One line: Fovea against the quickest peer. */
    String row() {
        Formatter out = new Formatter(Locale.ROOT);
        Optional<Result> fovea = fovea();
        Optional<Result> best = best();
        out.format("%-22s %9s", title(), fovea.map(r -> milliseconds(r)).orElse("-"));
        out.format(
                "  %-20s %9s",
                best.map(Result::name).orElse("-"),
                best.map(r -> milliseconds(r)).orElse("-"));
        out.format(
                " %6s",
                fovea.isEmpty() || best.isEmpty() ? "-" : digits(2, best.get().ratioTo(fovea.get())));
        out.format(" %6s", fovea.or(() -> best).map(r -> digits(2, share(r))).orElse("-"));
        out.format(" %7s %7s", megabytes(fovea), megabytes(best));
        out.format(" %7s %7s", start(fovea), start(best));
        return out.format("%s%n", isBusy() ? "  busy machine, misleading" : "").toString();
    }

    /** A table of everyone. */
    String details() {
        Formatter out = new Formatter(Locale.ROOT);
        heading(out);
        outcome.results().forEach(result -> detail(out, result));
        out.format("%n");
        outcome.results().forEach(r -> out.format("%-22s first numbers %s%n", r.name(), losses(r)));
        out.format("%n");
        outcome.results().forEach(r -> out.format("%-22s %s: %s%n", r.name(), r.version(), r.note()));
        return out.format("%n").toString();
    }

    private void heading(Formatter out) {
        out.format(
                "%s, %s, %d items a step%n",
                workload.name(), workload.precision().label(), workload.items());
        out.format("others used %.2f cores meanwhile%s%n%n", outcome.foreignCores(), isBusy() ? ": too much" : "");
        out.format("%-22s %9s %9s %9s %7s", "contestant", "ms/step", "p10", "p90", "ratio");
        out.format(" %13s %6s %10s %8s %7s%n", "by round", "peak", "items/s", "peak MB", "start s");
    }

    private void detail(Formatter out, Result result) {
        Quantiles ms = result.milliseconds();
        Result first = outcome.results().getFirst();
        Quantiles ratios = result.roundRatiosTo(first);
        out.format("%-22s %9.4g %9.4g %9.4g", result.name(), ms.median(), ms.p10(), ms.p90());
        out.format(" %7.3f %6.3f-%6.3f %6.3f", result.ratioTo(first), ratios.p10(), ratios.p90(), share(result));
        out.format(" %10.1f %8.0f %7.2f%n", itemsPerSecond(result), result.peakMegabytes(), result.firstStepSeconds());
    }

    private Optional<Result> fovea() {
        return outcome.results().stream().filter(r -> Roster.isFovea(r.name())).findFirst();
    }

    private Optional<Result> best() {
        return outcome.results().stream()
                .filter(r -> !Roster.isFovea(r.name()))
                .min(Comparator.comparingDouble(r -> r.milliseconds().median()));
    }

    private boolean isBusy() {
        return outcome.foreignCores() > BUSY;
    }

    private String title() {
        return workload.name()
                + (workload.precision() == Precision.F32
                        ? ""
                        : " " + workload.precision().label());
    }

    private double share(Result result) {
        return ceiling.share(workload, result.milliseconds().median());
    }

    private double itemsPerSecond(Result result) {
        return workload.items() * 1e3 / result.milliseconds().median();
    }

    private static String milliseconds(Result result) {
        double median = result.milliseconds().median();
        return digits(median < 10 ? 4 : median < 100 ? 2 : 1, median);
    }

    private static String megabytes(Optional<Result> result) {
        return result.map(r -> digits(0, r.peakMegabytes())).orElse("-");
    }

    private static String start(Optional<Result> result) {
        return result.map(r -> digits(2, r.firstStepSeconds())).orElse("-");
    }

    private static String digits(int count, double value) {
        return String.format(Locale.ROOT, "%." + count + "f", value);
    }

    /** One object a line, for each pair of Fovea and a peer; Fovea's figures are null where it does not take part. */
    List<String> pairs() {
        return outcome.results().stream()
                .filter(peer -> !Roster.isFovea(peer.name()))
                .map(peer -> pair(fovea(), peer).toString())
                .toList();
    }

    /** One object a line, for each contestant, with all that was measured and where. */
    List<String> records() {
        return outcome.results().stream().map(result -> full(result).toString()).toList();
    }

    private Json pair(Optional<Result> fovea, Result peer) {
        Json json = new Json()
                .put("workload", workload.name())
                .put("precision", workload.precision().label())
                .put("ms", fovea.map(r -> r.milliseconds().median()).orElse(Double.NaN))
                .put("peak_share", fovea.map(this::share).orElse(Double.NaN))
                .put("memory_mb", fovea.map(Result::peakMegabytes).orElse(Double.NaN));
        return json.put("peer", peer.name())
                .put("peer_ms", peer.milliseconds().median())
                .put("ratio", fovea.map(peer::ratioTo).orElse(Double.NaN));
    }

    private Json full(Result result) {
        Result first = outcome.results().getFirst();
        return new Json()
                .put("workload", workload.name())
                .put("precision", workload.precision().label())
                .put("contestant", result.name())
                .put("version", result.version())
                .put("ms", result.milliseconds().median())
                .put("ms_p10", result.milliseconds().p10())
                .put("ms_p90", result.milliseconds().p90())
                .put("reference", first.name())
                .put("ratio", result.ratioTo(first))
                .put("peak_share", share(result))
                .put("items_per_second", itemsPerSecond(result))
                .put("memory_mb", result.peakMegabytes())
                .put("first_step_s", result.firstStepSeconds())
                .put("losses", result.losses())
                .put("foreign_cores", outcome.foreignCores())
                .put("cpu", machine.cpu())
                .put("cores", machine.cores())
                .put("jdk", machine.jdk())
                .put("commit", machine.commit())
                .put("date", machine.date());
    }

    private static String losses(Result result) {
        return result.losses().stream()
                .map(loss -> String.format(Locale.ROOT, "%.6f", loss))
                .collect(Collectors.joining(" "));
    }
}
