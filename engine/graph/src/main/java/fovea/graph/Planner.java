package fovea.graph;

import fovea.device.Buffer;
import fovea.device.Device;
import fovea.device.DeviceTensor;
import fovea.device.Kernel;
import fovea.device.Kernels;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.device.Region;
import fovea.device.Views;
import fovea.tensor.Binary;
import fovea.tensor.Expand;
import fovea.tensor.Op;
import fovea.tensor.Reshape;
import fovea.tensor.Spec;
import fovea.tensor.Split;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lays a graph out: walks its steps once, choosing kernels and places, then gives the places their addresses. */
final class Planner {
    private final Graph graph;
    private final Device device;
    private final Kernels kernels;
    private final Slab slab = new Slab();
    private final Map<Graph.Value, Place> places = new HashMap<>();
    private final Map<Moved, Place> moved = new HashMap<>();
    private final Map<Graph.Value, DeviceTensor> constants = new HashMap<>();

    /** How constants are made of others; those that have no place are made once it is known in which layout they are wanted. */
    private final Map<Graph.Value, Graph.Apply> makers = new HashMap<>();

    private final Map<Graph.Value, Integer> lastUse = new HashMap<>();
    private final Map<Graph.Value, Graph.Value> origins = new HashMap<>();
    private final Map<Graph.Value, Integer> viewedUntil = new HashMap<>();
    private final Map<Variable, Graph.Value> reads = new HashMap<>();
    private final Map<Graph.Value, Variable> targets = new HashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final List<Object> held = new ArrayList<>();
    private int now;

    /** A value in another layout than it was made in. */
    private record Moved(Graph.Value value, Layout layout) {}

    /** A step whose memory has no address yet. */
    private record Pending(Kernel kernel, List<Place> in, List<Place> out, String op, String what) {}

    /**
     * Where a value lies.
     *
     * @param block its block of the slab, or null where it lies in {@code fixed}
     * @param offset bytes from the block's beginning to the first element
     */
    private record Place(
            Slab.@Nullable Block block, @Nullable DeviceTensor fixed, long offset, Operand operand) {
        Place seen(long further, Spec spec, Layout layout) {
            return new Place(block, fixed, offset + further, new Operand(spec, layout));
        }
    }

    Planner(Graph graph, Device device) {
        this.graph = graph;
        this.device = device;
        this.kernels = Kernels.of(device);
    }

    Plan plan() {
        findLastUses();
        List<DeviceTensor> inputs = new ArrayList<>();
        List<Place> inputPlaces = new ArrayList<>();
        for (Graph.Value input : graph.inputs()) {
            Operand operand =
                    new Operand(input.spec(), Layout.channelsLast(input.spec().shape()));
            Place place = fresh(operand, lastUse.getOrDefault(input, 0));
            places.put(input, place);
            inputPlaces.add(place);
        }
        for (Graph.Node node : graph.nodes()) {
            lay(node);
            now++;
        }
        graph.outputs().forEach(this::rescue);
        graph.writes().forEach(w -> rescue(w.value()));
        for (Graph.Write write : graph.writes()) {
            store(write);
        }
        List<Place> outputPlaces = graph.outputs().stream()
                .map(v -> in(v, Layout.rowMajor(v.spec().shape())))
                .toList();
        outputPlaces.forEach(this::keepToTheEnd);
        Buffer memory = Buffer.lasting(slab.layOut(), "plan of " + pending.size() + " steps");
        held.add(memory);
        inputPlaces.forEach(p -> inputs.add(tensor(p, memory)));
        List<DeviceTensor> outputs =
                outputPlaces.stream().map(p -> tensor(p, memory)).toList();
        List<Plan.Step> steps = pending.stream().map(p -> bind(p, memory)).toList();
        return new Plan(device, graph, steps, inputs, outputs, held, slab.layOut());
    }

    private int end() {
        return graph.nodes().size() + graph.writes().size() + 1;
    }

    private void findLastUses() {
        for (int i = 0; i < graph.nodes().size(); i++) {
            Graph.Node node = graph.nodes().get(i);
            if (node instanceof Graph.Apply apply) {
                for (Graph.Value argument : apply.arguments()) {
                    lastUse.put(argument, i);
                }
            }
            if (node instanceof Graph.Read(Graph.Value value, Variable variable)) {
                reads.put(variable, value);
            }
        }
        graph.outputs().forEach(v -> lastUse.put(v, end()));
        for (Graph.Write write : graph.writes()) {
            lastUse.put(write.value(), end());
            targets.put(write.value(), write.variable());
        }
    }

    private void lay(Graph.Node node) {
        switch (node) {
            case Graph.Input _ -> {}
            case Graph.Constant(Graph.Value value, Tensor tensor) -> constants.put(value, DeviceTensor.of(tensor));
            case Graph.Read(Graph.Value value, Variable variable) ->
                places.put(value, fixed(DeviceTensor.of(variable.stored())));
            case Graph.Apply apply -> lay(apply);
        }
    }

    /** A copy in this layout that outlives the region the plan is made in, and the caller's changes: constants are moved but once. */
    private Place lasting(Graph.Value value, Layout layout) {
        Operand operand = new Operand(value.spec(), layout);
        DeviceTensor copy =
                DeviceTensor.over(Buffer.lasting(operand.bytes(), "constant of a plan"), value.spec(), layout);
        Region.run(() -> kernels.copy(DeviceTensor.of(constant(value)), copy));
        return fixed(copy);
    }

    private Tensor constant(Graph.Value value) {
        DeviceTensor known = constants.get(value);
        if (known != null) {
            return known;
        }
        Graph.Apply apply = Objects.requireNonNull(makers.get(value));
        return device.interpreter()
                .apply(
                        apply.op(),
                        apply.arguments().stream().map(this::constant).toArray(Tensor[]::new))[0];
    }

    private boolean isConstant(Graph.Value value) {
        return constants.containsKey(value) || isForLater(value);
    }

    private boolean isForLater(Graph.Value value) {
        return makers.containsKey(value) && !places.containsKey(value);
    }

    /** Whether an op makes of constants one that is no larger, such as weights scaled by channels. */
    private boolean isForLater(Graph.Apply apply) {
        return apply.op() instanceof Binary
                && apply.arguments().stream().allMatch(x -> constants.containsKey(x) || makers.containsKey(x))
                && apply.arguments().stream()
                        .anyMatch(x -> isConstant(x)
                                && x.spec().equals(apply.values().getFirst().spec()));
    }

    private Place fixed(DeviceTensor tensor) {
        held.add(tensor);
        return new Place(null, tensor, 0, tensor.operand());
    }

    private void lay(Graph.Apply apply) {
        Op op = apply.op();
        if (isForLater(apply)) {
            makers.put(apply.values().getFirst(), apply);
            return;
        }
        if (op instanceof Expand && isConstant(apply.arguments().getFirst())) {
            makers.put(apply.values().getFirst(), apply);
        }
        if (apply.arguments().size() == 1) {
            Graph.Value x = apply.arguments().getFirst();
            Graph.Value y = apply.values().getFirst();
            Place from = place(x);
            if (op instanceof Split split) {
                cut(split, apply);
                return;
            }
            Place seen = look(op, from, y.spec());
            if (seen == null && op instanceof Reshape) {
                seen = look(op, in(x, Layout.rowMajor(x.spec().shape())), y.spec());
            }
            if (seen == null && Views.isView(op) && from.operand.layout() instanceof Layout.Packed) {
                seen = look(op, in(x, Layout.channelsLast(x.spec().shape())), y.spec());
            }
            if (seen != null) {
                extend(seen, x, y);
                places.put(y, seen);
                return;
            }
        }
        compute(apply);
    }

    private static @Nullable Place look(Op op, Place from, Spec y) {
        return Views.of(op, from.operand.spec().shape(), from.operand.layout())
                .map(view -> from.seen(view.offset() * y.dtype().bytes(), y, view.layout()))
                .orElse(null);
    }

    /** Places the parts of a split inside what is split. */
    private void cut(Split split, Graph.Apply apply) {
        Graph.Value x = apply.arguments().getFirst();
        Place from = place(x);
        if (from.operand.layout() instanceof Layout.Packed) {
            from = in(x, Layout.channelsLast(x.spec().shape()));
        }
        List<Views.View> views = Views.of(split, x.spec().shape(), (Layout.Strided) from.operand.layout());
        for (int i = 0; i < views.size(); i++) {
            Graph.Value y = apply.values().get(i);
            Views.View view = views.get(i);
            extend(from, x, y);
            places.put(y, from.seen(view.offset() * y.spec().dtype().bytes(), y.spec(), view.layout()));
        }
    }

    private void compute(Graph.Apply apply) {
        Operand[] operands = apply.arguments().stream().map(this::operand).toArray(Operand[]::new);
        Spec[] specs = apply.values().stream().map(Graph.Value::spec).toArray(Spec[]::new);
        Kernel kernel = kernels.get(apply.op(), operands, specs);
        List<Place> in = new ArrayList<>();
        for (int i = 0; i < operands.length; i++) {
            in.add(in(apply.arguments().get(i), kernel.input(i)));
        }
        List<Place> out = new ArrayList<>();
        for (int i = 0; i < specs.length; i++) {
            Graph.Value value = apply.values().get(i);
            Operand operand = new Operand(specs[i], kernel.output(i));
            Place place = target(apply, value, kernel, operand);
            if (place == null) {
                place = inherited(kernel, in, out, operand);
            }
            if (place == null) {
                place = fresh(operand, now);
            }
            if (place.block != null) {
                place.block.keepUntil(lastUse.getOrDefault(value, now));
            }
            places.put(value, place);
            out.add(place);
        }
        pending.add(new Pending(kernel, in, out, apply.op().toString(), apply.op() + " " + List.of(specs)));
    }

    /** The block of an input that nothing reads any more, if the kernel may put an output of this layout there; or null. */
    private @Nullable Place inherited(Kernel kernel, List<Place> in, List<Place> out, Operand operand) {
        for (int i = 0; i < in.size(); i++) {
            Place x = in.get(i);
            boolean fits = x.block != null
                    && x.block.until() == now
                    && x.offset == 0
                    && x.operand.layout().equals(operand.layout())
                    && x.operand.bytes() == operand.bytes();
            if (fits && isYielded(kernel, x, in) && !isAmong(x, out)) {
                return new Place(x.block, null, 0, operand);
            }
        }
        return null;
    }

    /** Whether the kernel may put an output on each input that looks at the memory of {@code x}, and all look at it alike. */
    private static boolean isYielded(Kernel kernel, Place x, List<Place> in) {
        for (int i = 0; i < in.size(); i++) {
            if (in.get(i).block == x.block && !(in.get(i).equals(x) && kernel.inPlace(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAmong(Place x, List<Place> out) {
        return out.stream().anyMatch(y -> y.block == x.block);
    }

    /** The variable's own memory where the value may be computed straight into it, or null. */
    private @Nullable Place target(Graph.Apply apply, Graph.Value value, Kernel kernel, Operand operand) {
        Variable variable = targets.get(value);
        if (variable != null) {
            DeviceTensor stored = DeviceTensor.of(variable.stored());
            Graph.Value old = reads.get(variable);
            if (stored.operand().equals(operand) && isFree(old, apply, kernel)) {
                return fixed(stored);
            }
        }
        return null;
    }

    /** Whether nothing reads a variable's old value after this step, nor in it unless the kernel works in place. */
    private boolean isFree(Graph.@Nullable Value old, Graph.Apply apply, Kernel kernel) {
        if (old == null) {
            return true;
        }
        int used = lastUse.getOrDefault(old, -1);
        boolean here = used == now && apply.arguments().contains(old);
        for (int i = 0; i < apply.arguments().size(); i++) {
            here &= !apply.arguments().get(i).equals(old) || kernel.inPlace(i);
        }
        return (used < now || here) && viewedUntil.getOrDefault(old, -1) < now;
    }

    /** Copies what is in a variable's memory and still wanted, before that memory is written. */
    private void rescue(Graph.Value value) {
        Place place = place(value);
        Variable own = targets.get(value);
        for (Graph.Write write : graph.writes()) {
            boolean threatened = looksAt(place, write.variable())
                    && !(write.variable().equals(own) && isWhole(place, write.variable()));
            if (threatened) {
                Layout layout = Layout.rowMajor(value.spec().shape());
                Place safe = fresh(new Operand(value.spec(), layout), end());
                pending.add(new Pending(
                        kernels.reorder(place.operand, layout),
                        List.of(place),
                        List.of(safe),
                        "keep",
                        "keep " + value));
                places.put(value, safe);
                return;
            }
        }
    }

    private void store(Graph.Write write) {
        DeviceTensor stored = DeviceTensor.of(write.variable().stored());
        Place place = place(write.value());
        if (!isWhole(place, write.variable())) {
            Place target = fixed(stored);
            Kernel copy = kernels.reorder(place.operand, stored.layout());
            pending.add(new Pending(copy, List.of(place), List.of(target), "write", "write " + write.variable()));
            keepToTheEnd(place);
        }
        now++;
    }

    private static boolean looksAt(Place place, Variable variable) {
        return place.fixed != null && DeviceTensor.of(variable.stored()).sharesMemoryWith(place.fixed);
    }

    /** Whether a value lies where the variable's own lies, element for element; a transpose of it does not. */
    private static boolean isWhole(Place place, Variable variable) {
        return looksAt(place, variable)
                && place.offset == 0
                && place.operand.equals(DeviceTensor.of(variable.stored()).operand());
    }

    /** What a value is like; a constant need not lie anywhere yet. */
    private Operand operand(Graph.Value value) {
        DeviceTensor constant = constants.get(value);
        return constant != null
                ? constant.operand()
                : isForLater(value)
                        ? new Operand(value.spec(), Layout.rowMajor(value.spec().shape()))
                        : place(value).operand;
    }

    private Place place(Graph.Value value) {
        Place place = isConstant(value) ? in(value, operand(value).layout()) : places.get(value);
        if (place == null) {
            throw new IllegalStateException(value + " is read before it is made");
        }
        return place;
    }

    /** Where {@code value} lies in this layout, adding a step that moves it there if need be. */
    private Place in(Graph.Value value, Layout layout) {
        if (isConstant(value)) {
            return moved.computeIfAbsent(new Moved(value, layout), m -> lasting(value, layout));
        }
        Place place = place(value);
        if (place.operand.layout().equals(layout)) {
            return place;
        }
        return moved.computeIfAbsent(new Moved(value, layout), m -> {
            Place target = fresh(new Operand(value.spec(), layout), lastUse.getOrDefault(value, now));
            Kernel kernel = kernels.reorder(place.operand, layout);
            pending.add(new Pending(
                    kernel, List.of(place), List.of(target), "move", "move " + value.spec() + " to " + layout));
            return target;
        });
    }

    private Place fresh(Operand operand, int until) {
        return new Place(slab.block(operand.bytes(), now, Math.max(until, now)), null, 0, operand);
    }

    /** Keeps the memory that {@code view} looks at as long as the view is used. */
    private void extend(Place place, Graph.Value x, Graph.Value view) {
        int until = lastUse.getOrDefault(view, now);
        if (place.block != null) {
            place.block.keepUntil(until);
        } else {
            Graph.Value origin = origins.getOrDefault(x, x);
            origins.put(view, origin);
            viewedUntil.merge(origin, until, Math::max);
        }
    }

    private void keepToTheEnd(Place place) {
        if (place.block != null) {
            place.block.keepUntil(end());
        }
    }

    private static DeviceTensor tensor(Place place, Buffer memory) {
        if (place.fixed != null) {
            return place.fixed.seen(place.offset, place.operand);
        }
        long start = Objects.requireNonNull(place.block).offset();
        return DeviceTensor.at(memory, start + place.offset, place.operand.spec(), place.operand.layout());
    }

    private static Plan.Step bind(Pending step, Buffer memory) {
        return new Plan.Step(
                step.kernel,
                step.in.stream().map(p -> tensor(p, memory).segment()).toArray(MemorySegment[]::new),
                step.out.stream().map(p -> tensor(p, memory).segment()).toArray(MemorySegment[]::new),
                step.what,
                new Plan.Planned(step.op, step.kernel.name(), slots(step.in), slots(step.out)));
    }

    private static List<Plan.Slot> slots(List<Place> places) {
        return places.stream().map(Planner::slot).toList();
    }

    private static Plan.Slot slot(Place place) {
        long offset = place.block == null ? Plan.Slot.OUTSIDE : place.block.offset() + place.offset;
        return new Plan.Slot(place.operand, offset);
    }
}
