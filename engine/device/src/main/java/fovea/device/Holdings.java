package fovea.device;

import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Who holds the pool's memory, at one moment. Printed it is a table, the largest first. Tensors of a few kilobytes outside every region are
 * Java's own and not among these.
 *
 * @param lines one for all holders that are alike, the largest together first
 * @param used bytes in use, the sum of the lines'
 * @param idle bytes the pool has and nobody uses
 * @param reserved bytes taken from the operating system
 * @param peak the most bytes ever in use at once
 * @param limit the most bytes the pool may reserve
 */
public record Holdings(List<Line> lines, long used, long idle, long reserved, long peak, long limit) {

    /**
     * What like holders hold together.
     *
     * @param holder what for: a variable's path, or the op that made the tensors and their type and shape
     * @param where whose it is: a region, by its depth and thread, or nobody's but those who can reach it
     * @param site the line of the program that made them, with {@code -Dfovea.sites=true}; empty otherwise
     * @param bytes of all together, as the pool rounds them up
     */
    public record Line(String holder, String where, String site, int count, long bytes) {}

    private static final String KEPT = "kept";

    /** Who holds what now. */
    public static Holdings now() {
        return now(Map.of());
    }

    /** Who holds what now, variables under the names given to them, such as {@code Variables.of(model).named()}. */
    public static Holdings now(Map<String, ? extends Variable> named) {
        Map<Hold, String> names = new HashMap<>();
        named.forEach((name, variable) -> {
            if (variable.stored() instanceof DeviceTensor tensor) {
                names.put(tensor.buffer().hold(), name + " " + tensor.spec());
            }
        });
        Map<Line, Line> lines = new HashMap<>();
        for (Region region : Region.open()) {
            region.holds().forEach(hold -> add(hold, hold.holder(), region.toString(), lines));
        }
        for (Hold hold : Hold.lasting()) {
            add(hold, names.getOrDefault(hold, hold.holder()), KEPT, lines);
        }
        return of(lines.values(), Pool.HOST);
    }

    private static Holdings of(Iterable<Line> lines, Pool pool) {
        List<Line> sorted = new ArrayList<>();
        lines.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong((Line line) -> -line.bytes).thenComparing(Line::holder));
        long used = sorted.stream().mapToLong(Line::bytes).sum();
        return new Holdings(
                List.copyOf(sorted), used, pool.reserved() - pool.used(), pool.reserved(), pool.peak(), pool.limit());
    }

    private static void add(Hold hold, String holder, String where, Map<Line, Line> lines) {
        Line alike = new Line(holder, where, Objects.requireNonNullElse(hold.site(), ""), 0, 0);
        lines.merge(
                alike,
                new Line(alike.holder, alike.where, alike.site, 1, hold.bytes()),
                (a, b) -> new Line(a.holder, a.where, a.site, a.count + 1, a.bytes + b.bytes));
    }

    /** What is held now and was not at {@code before}: who leaks shows here. */
    public Holdings since(Holdings before) {
        Map<Line, Line> then = new HashMap<>();
        before.lines.forEach(line -> then.put(new Line(line.holder, line.where, line.site, 0, 0), line));
        List<Line> more = new ArrayList<>();
        for (Line line : lines) {
            Line old = then.get(new Line(line.holder, line.where, line.site, 0, 0));
            int count = line.count - (old == null ? 0 : old.count);
            if (count > 0) {
                more.add(new Line(
                        line.holder, line.where, line.site, count, line.bytes - (old == null ? 0 : old.bytes)));
            }
        }
        long grown = more.stream().mapToLong(Line::bytes).sum();
        return new Holdings(List.copyOf(more), grown, idle, reserved, peak, limit);
    }

    /** The table of the first {@code n} lines. */
    String largest(int n) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%15s %7s  %-40s %s%n", "bytes", "count", "held by", "where"));
        for (Line line : lines.subList(0, Math.min(n, lines.size()))) {
            text.append(String.format(
                    Locale.ROOT,
                    "%,15d %7d  %-40s %s%s%n",
                    line.bytes,
                    line.count,
                    line.holder,
                    line.where,
                    line.site.isEmpty() ? "" : ", made at " + line.site));
        }
        if (lines.size() > n) {
            long rest = lines.stream().skip(n).mapToLong(Line::bytes).sum();
            text.append(String.format(Locale.ROOT, "%,15d %7s  %d more%n", rest, "", lines.size() - n));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return largest(lines.size())
                + String.format(
                        Locale.ROOT,
                        "%,15d          in use; %,d idle, %,d from the system, %,d in use at most%s%n",
                        used,
                        idle,
                        reserved,
                        peak,
                        limit == Long.MAX_VALUE ? "" : String.format(Locale.ROOT, ", %,d allowed", limit));
    }
}
