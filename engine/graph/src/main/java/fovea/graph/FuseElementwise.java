package fovea.graph;

import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Fused;
import fovea.tensor.Op;
import fovea.tensor.Spec;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins element-wise ops of one shape that feed each other into one {@link Fused} op, so that memory is passed over once instead of once
 * an op.
 *
 * <p>An op joins the group of one of its arguments unless another of its arguments depends on that group from outside: the group would
 * then have to run both before and after it. A choice by a comparison joins too, and reads the comparison itself. So does a cast between
 * single precision and bf16, where values of 16 bits need not be rounded after each op.
 */
final class FuseElementwise {
    /** A group, or a node that stays alone; with the units whose values it reads. */
    private static final class Unit {
        final List<Graph.Node> members = new ArrayList<>();
        final Set<Unit> reads = new LinkedHashSet<>();
    }

    private final Graph graph;
    private final boolean halves;
    private final Set<Graph.Value> comparisons = new HashSet<>();
    private final Map<Graph.Value, Graph.Value> truths = new HashMap<>();
    private final Map<Graph.Value, Unit> makers = new HashMap<>();
    private final Map<Graph.Value, Integer> order = new HashMap<>();
    private final List<Unit> units = new ArrayList<>();

    private FuseElementwise(Graph graph, boolean halves) {
        this.graph = graph;
        this.halves = halves;
    }

    /** @param halves whether values of 16 bits may be rounded at the end of a chain only */
    static Graph of(Graph graph, boolean halves) {
        FuseElementwise pass = new FuseElementwise(graph, halves);
        graph.nodes().forEach(pass::note);
        pass.needed().forEach(pass::place);
        return graph.with(
                pass.ordered().stream().flatMap(u -> pass.emit(u).stream()).toList());
    }

    private void place(Graph.Node node) {
        Unit unit = node instanceof Graph.Apply apply && isElementwise(apply) ? group(apply) : null;
        if (unit == null) {
            unit = new Unit();
            units.add(unit);
        }
        unit.members.add(node);
        for (Graph.Value argument : arguments(node)) {
            Unit maker = maker(argument);
            if (maker != unit) {
                unit.reads.add(maker);
            }
        }
        for (Graph.Value value : node.values()) {
            makers.put(value, unit);
        }
    }

    /** Remembers in which order values are made, and truth values that are made of numbers 1 and 0. */
    private void note(Graph.Node node) {
        node.values().forEach(value -> order.put(value, order.size()));
        if (!(node instanceof Graph.Apply apply)) {
            return;
        }
        Graph.Value y = apply.values().getFirst();
        if (apply.op() instanceof Comparison) {
            comparisons.add(y);
        } else if (apply.op() instanceof Cast
                && y.spec().dtype() == DType.BOOL
                && comparisons.contains(apply.arguments().getFirst())) {
            truths.put(y, apply.arguments().getFirst());
        }
    }

    /** The nodes but truth values that only choices read, which read their numbers now. */
    private List<Graph.Node> needed() {
        Set<Graph.Value> read = new HashSet<>(graph.outputs());
        graph.writes().forEach(w -> read.add(w.value()));
        graph.nodes().forEach(n -> read.addAll(arguments(n)));
        return graph.nodes().stream()
                .filter(n -> !truths.containsKey(n.values().getFirst())
                        || read.contains(n.values().getFirst()))
                .toList();
    }

    /** The groups of arguments that {@code apply} can join, made one; null where there is none. */
    private @Nullable Unit group(Graph.Apply apply) {
        Set<Unit> read = new LinkedHashSet<>();
        arguments(apply).forEach(a -> read.add(maker(a)));
        Set<Unit> joined = new LinkedHashSet<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Unit unit : read) {
                if (!joined.contains(unit) && suits(unit, apply)) {
                    joined.add(unit);
                    boolean closed = isClosed(joined, read);
                    grows |= closed;
                    if (!closed) {
                        joined.remove(unit);
                    }
                }
            }
        }
        return joined.isEmpty() ? null : merged(joined);
    }

    private boolean suits(Unit unit, Graph.Apply apply) {
        return unit.members.getFirst() instanceof Graph.Apply first
                && isElementwise(first)
                && areAlike(
                        first.values().getFirst().spec(),
                        apply.values().getFirst().spec());
    }

    /** Whether one loop may hold both. */
    private static boolean areAlike(Spec a, Spec b) {
        return a.shape().equals(b.shape()) && (a.dtype() == b.dtype() || (isComputedWide(a) && isComputedWide(b)));
    }

    private static boolean isComputedWide(Spec x) {
        return x.dtype() == DType.F32 || x.dtype() == DType.BF16;
    }

    /** Whether nothing outside that {@code joined} or the new op reads depends on {@code joined} in turn. */
    private static boolean isClosed(Set<Unit> joined, Set<Unit> read) {
        Set<Unit> outside = new LinkedHashSet<>(read);
        joined.forEach(unit -> outside.addAll(unit.reads));
        outside.removeAll(joined);
        return outside.stream().noneMatch(from -> reachesAny(from, joined));
    }

    private static boolean reachesAny(Unit from, Set<Unit> targets) {
        List<Unit> open = new ArrayList<>(List.of(from));
        Set<Unit> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Unit unit = open.removeLast();
            if (targets.contains(unit)) {
                return true;
            }
            if (seen.add(unit)) {
                open.addAll(unit.reads);
            }
        }
        return false;
    }

    private Unit merged(Set<Unit> joined) {
        Unit one = joined.iterator().next();
        if (joined.size() > 1) {
            for (Unit other : joined) {
                if (other != one) {
                    one.members.addAll(other.members);
                    one.reads.addAll(other.reads);
                    other.members.forEach(m -> m.values().forEach(v -> makers.put(v, one)));
                }
            }
            units.removeIf(unit -> unit != one && joined.contains(unit));
            for (Unit unit : units) {
                if (unit.reads.removeAll(joined)) {
                    unit.reads.add(one);
                }
            }
            one.reads.removeAll(joined);
            one.members.sort(
                    Comparator.comparingInt(m -> order.getOrDefault(m.values().getFirst(), 0)));
        }
        return one;
    }

    private Unit maker(Graph.Value value) {
        return Objects.requireNonNull(makers.get(value), "a value is read before it is made");
    }

    /** The units in an order in which each comes after those it reads, as near to the old order as that allows. */
    private List<Unit> ordered() {
        Set<Unit> done = new LinkedHashSet<>();
        for (Unit unit : units) {
            visit(unit, done);
        }
        return new ArrayList<>(done);
    }

    private static void visit(Unit unit, Set<Unit> done) {
        List<Unit> path = new ArrayList<>(List.of(unit));
        while (!path.isEmpty()) {
            Unit top = path.getLast();
            Unit missing = top.reads.stream()
                    .filter(u -> !done.contains(u))
                    .findFirst()
                    .orElse(null);
            if (missing == null) {
                done.add(path.removeLast());
            } else {
                path.add(missing);
            }
        }
    }

    private List<Graph.Node> emit(Unit unit) {
        if (unit.members.size() == 1 && !(unit.members.getFirst() instanceof Graph.Apply apply && isChoice(apply))) {
            return unit.members;
        }
        Set<Graph.Value> inside = new HashSet<>();
        unit.members.forEach(m -> inside.addAll(m.values()));
        Map<Graph.Value, Integer> numbers = new LinkedHashMap<>();
        for (Graph.Node member : unit.members) {
            for (Graph.Value argument : arguments(member)) {
                if (!inside.contains(argument)) {
                    numbers.putIfAbsent(argument, numbers.size());
                }
            }
        }
        List<Graph.Value> inputs = List.copyOf(numbers.keySet());
        List<Fused.Step> steps = new ArrayList<>();
        for (Graph.Node member : unit.members) {
            Graph.Apply apply = (Graph.Apply) member;
            List<Graph.Value> arguments = arguments(apply);
            int a = number(numbers, arguments.getFirst());
            int b = number(numbers, arguments.get(arguments.size() == 1 ? 0 : 1));
            steps.add(new Fused.Step(apply.op(), a, b, number(numbers, arguments.getLast())));
            numbers.put(apply.values().getFirst(), numbers.size());
        }
        List<Graph.Value> outputs = read(unit, inside);
        Fused fused = new Fused(
                inputs.size(), steps, outputs.stream().map(numbers::get).toList());
        return List.of(new Graph.Apply(outputs, fused, inputs));
    }

    private static int number(Map<Graph.Value, Integer> numbers, Graph.Value value) {
        return Objects.requireNonNull(numbers.get(value));
    }

    /** The values of a unit that something outside reads. */
    private List<Graph.Value> read(Unit unit, Set<Graph.Value> inside) {
        Set<Graph.Value> read = new HashSet<>(graph.outputs());
        graph.writes().forEach(w -> read.add(w.value()));
        for (Unit other : units) {
            if (other != unit && other.reads.contains(unit)) {
                other.members.forEach(m -> read.addAll(arguments(m)));
            }
        }
        read.retainAll(inside);
        return unit.members.stream()
                .flatMap(m -> m.values().stream())
                .filter(read::contains)
                .toList();
    }

    /** What a node reads; of a choice between numbers the number that its condition was made of, and not the condition. */
    private List<Graph.Value> arguments(Graph.Node node) {
        if (!(node instanceof Graph.Apply apply)) {
            return List.of();
        }
        if (!isChoice(apply)) {
            return apply.arguments();
        }
        List<Graph.Value> arguments = new ArrayList<>(apply.arguments());
        arguments.set(0, Objects.requireNonNull(truths.get(arguments.getFirst())));
        return List.copyOf(arguments);
    }

    /** Whether it is a choice by a comparison of numbers like those that are chosen. */
    private boolean isChoice(Graph.Apply apply) {
        Graph.Value number =
                apply.op() instanceof Where ? truths.get(apply.arguments().getFirst()) : null;
        return number != null && number.spec().equals(apply.values().getFirst().spec());
    }

    /** Whether an op computes each number from one or two. */
    static boolean isLoop(Op op) {
        return op instanceof Unary || op instanceof Binary;
    }

    /** Whether it is a cast from single precision to bf16 or back. */
    private boolean isRounding(Graph.Apply apply) {
        return halves
                && apply.op() instanceof Cast
                && isComputedWide(apply.arguments().getFirst().spec())
                && isComputedWide(apply.values().getFirst().spec());
    }

    private boolean isElementwise(Graph.Apply apply) {
        return (isLoop(apply.op()) || isChoice(apply) || isRounding(apply))
                && switch (apply.values().getFirst().spec().dtype()) {
                    case F32, F64 -> true;
                    case BF16, F16 -> halves;
                    case I8, U8, I32, I64, BOOL -> false;
                };
    }
}
