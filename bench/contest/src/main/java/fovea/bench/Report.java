package fovea.bench;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A contest's outcome, for people and for machines. */
record Report(Workload workload, Machine machine, Contest.Outcome outcome) {
    /** Above this many processors used by others, figures are called misleading. */
    private static final double BUSY = 0.1;

    /** A table to read. */
    String table() {
        Formatter out = new Formatter(Locale.ROOT);
        heading(out);
        outcome.results().forEach(result -> row(out, result));
        out.format("%n");
        outcome.results().forEach(result -> out.format("%-22s losses %s%n", result.name(), losses(result)));
        out.format("%n");
        outcome.results().forEach(r -> out.format("%-22s %s: %s%n", r.name(), r.version(), r.note()));
        return out.toString();
    }

    private void heading(Formatter out) {
        Machine m = machine;
        out.format("%s, %s, batch %d%n", workload.name(), workload.precision(), workload.images());
        out.format("%s, %d cores, JDK %s, commit %s, %s%n", m.cpu(), m.cores(), m.jdk(), m.commit(), m.date());
        String busy = outcome.foreignCores() > BUSY ? ": the machine was busy, these figures mislead" : "";
        out.format("others used %.2f cores meanwhile%s%n%n", outcome.foreignCores(), busy);
        out.format("%-22s %9s %9s %9s %7s", "contestant", "ms/step", "p10", "p90", "ratio");
        out.format(" %13s %9s %8s %7s%n", "by round", "images/s", "peak MB", "start s");
    }

    private void row(Formatter out, Result result) {
        Quantiles ms = result.milliseconds();
        Result first = outcome.results().getFirst();
        Quantiles ratios = result.roundRatiosTo(first);
        out.format("%-22s %9.3f %9.3f %9.3f", result.name(), ms.median(), ms.p10(), ms.p90());
        out.format(" %7.3f %6.3f-%6.3f", result.ratioTo(first), ratios.p10(), ratios.p90());
        out.format(" %9.1f %8.0f %7.2f%n", imagesPerSecond(result), result.peakMegabytes(), result.firstStepSeconds());
    }

    private double imagesPerSecond(Result result) {
        return workload.images() * 1e3 / result.milliseconds().median();
    }

    /** One object a line, for each pair of the first contestant and a peer. */
    List<String> pairs() {
        Result first = outcome.results().getFirst();
        return outcome.results().stream()
                .skip(1)
                .map(peer -> pair(first, peer).toString())
                .toList();
    }

    /** One object a line, for each contestant, with all that was measured and where. */
    List<String> records() {
        return outcome.results().stream().map(result -> full(result).toString()).toList();
    }

    private Json pair(Result first, Result peer) {
        return new Json()
                .put("workload", workload.name())
                .put("precision", workload.precision())
                .put("ms", first.milliseconds().median())
                .putNull("peak_share")
                .put("memory_mb", first.peakMegabytes())
                .put("peer", peer.name())
                .put("peer_ms", peer.milliseconds().median())
                .put("ratio", peer.ratioTo(first));
    }

    private Json full(Result result) {
        Result first = outcome.results().getFirst();
        return new Json()
                .put("workload", workload.name())
                .put("precision", workload.precision())
                .put("contestant", result.name())
                .put("version", result.version())
                .put("ms", result.milliseconds().median())
                .put("ms_p10", result.milliseconds().p10())
                .put("ms_p90", result.milliseconds().p90())
                .put("reference", first.name())
                .put("ratio", result.ratioTo(first))
                .put("images_per_second", imagesPerSecond(result))
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
