package fovea.testing;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A program of 5 to 20 random steps, drawn from the whole vocabulary: the same for the same seed. It is a list of inputs and steps, each
 * reading values made before, and can be run in {@code f32} and in {@code f64}; its inputs are numbers that both hold.
 *
 * <p>While it is made, each step is carried out in {@code f64} on the reference, and taken back where its values come too near to a kink or
 * grow too large ({@link Margins}): what the program computes then does not hang on a rounding.
 */
public final class RandomProgram {
    private static final int LEAST = 5;
    private static final int MOST = 20;

    /** Moves tried for one program before what there is counts as the whole. */
    private static final int PATIENCE = 200;

    /** Elements up to which an input is printed. */
    private static final int PRINTED = 24;

    private final long seed;
    private final List<Node> nodes;
    private final List<Integer> outputs;

    RandomProgram(long seed, List<Node> nodes, List<Integer> outputs) {
        this.seed = seed;
        this.nodes = List.copyOf(nodes);
        this.outputs = List.copyOf(outputs);
    }

    /** A line of the program; values are known by their numbers. */
    sealed interface Node {
        List<Integer> made();

        List<Integer> read();
    }

    /** An argument; {@code f64} stands for the type that the program is run in. */
    record Input(int value, Spec spec, double[] elements) implements Node {
        @Override
        public List<Integer> made() {
            return List.of(value);
        }

        @Override
        public List<Integer> read() {
            return List.of();
        }

        Tensor in(DType real) {
            Tensor exact = Tensor.of(spec.shape(), elements);
            return exact.cast(spec.dtype() == DType.F64 ? real : spec.dtype());
        }
    }

    /** One or several ops. */
    record Step(String name, Body body, List<Integer> read, List<Integer> made, List<Spec> specs) implements Node {}

    /** What a step computes, in the type the program is run in. */
    interface Body {
        List<Tensor> run(DType real, List<Tensor> x);
    }

    /** The program of this seed. */
    public static RandomProgram of(long seed) {
        return Device.named("reference")
                .use(() -> Region.run(() -> {
                    Draft draft = new Draft(new SplittableRandom(seed));
                    int steps = draft.random().nextInt(LEAST, MOST + 1);
                    for (int i = 0; i < PATIENCE && draft.steps() < steps; i++) {
                        Move move = Move.ALL.get(draft.random().nextInt(Move.ALL.size()));
                        Draft.Mark mark = draft.mark();
                        try {
                            move.make(draft);
                        } catch (Margins.Refused e) {
                            draft.back(mark);
                        } catch (ShapeException e) {
                            if (!draft.hasEmpty(mark)) {
                                throw new IllegalStateException(
                                        "seed " + seed + ": " + move.name() + " does not fit its operands", e);
                            }
                            draft.back(mark);
                        }
                    }
                    return draft.finish(seed);
                }));
    }

    public long seed() {
        return seed;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Integer> outputs() {
        return outputs;
    }

    /** How many steps there are. */
    public int steps() {
        return (int) nodes.stream().filter(Step.class::isInstance).count();
    }

    /** The program's own arguments. */
    public List<Tensor> inputs(DType real) {
        return inputNodes().map(i -> i.in(real)).toList();
    }

    private java.util.stream.Stream<Input> inputNodes() {
        return nodes.stream().filter(Input.class::isInstance).map(Input.class::cast);
    }

    /** Runs it on {@code in}; what no step reads is its outputs. */
    public List<Tensor> run(DType real, List<Tensor> in) {
        Map<Integer, Tensor> values = values(real, in);
        return outputs.stream().map(values::get).toList();
    }

    /** Every value there is, by its number. */
    Map<Integer, Tensor> values(DType real, List<Tensor> in) {
        Map<Integer, Tensor> values = new HashMap<>();
        int next = 0;
        for (Node node : nodes) {
            switch (node) {
                case Input input -> values.put(input.value, in.get(next++));
                case Step step -> {
                    List<Tensor> y = step.body.run(
                            real, step.read.stream().map(values::get).toList());
                    for (int i = 0; i < y.size(); i++) {
                        values.put(step.made.get(i), y.get(i));
                    }
                }
            }
        }
        return values;
    }

    /** The outputs, then the gradients, by the inputs of type {@code real}, of a weighed sum of all outputs of that type. */
    public List<Tensor> withGradients(DType real, List<Tensor> in) {
        List<Tensor> all = new ArrayList<>(run(real, in));
        List<Tensor> leaves = in.stream().filter(t -> t.dtype() == real).toList();
        all.addAll(Autograd.gradients(leaves, given -> loss(real, mixed(in, given, real))));
        return all;
    }

    /** The weighed sum; it is what the gradients are of. */
    Tensor loss(DType real, List<Tensor> in) {
        Samples weights = new Samples(new SplittableRandom(seed), DType.F64);
        Tensor loss = Tensor.of(Shape.SCALAR, 0.0).cast(real);
        for (Tensor y : run(real, in)) {
            if (y.dtype() == real) {
                loss = loss.add(
                        y.mul(weights.positive(y.shape()).cast(DType.F32).cast(real))
                                .sum());
            }
        }
        return loss;
    }

    private static List<Tensor> mixed(List<Tensor> in, List<Tensor> given, DType real) {
        List<Tensor> all = new ArrayList<>();
        int next = 0;
        for (Tensor t : in) {
            all.add(t.dtype() == real ? given.get(next++) : t);
        }
        return all;
    }

    /** Names for what {@link #withGradients} gives. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        outputs.forEach(o -> names.add("%" + o));
        inputNodes().filter(i -> i.spec.dtype() == DType.F64).forEach(i -> names.add("the gradient by %" + i.value));
        return names;
    }

    /** With these outputs, and only what they depend on. */
    RandomProgram returning(List<Integer> wanted) {
        return new RandomProgram(seed, nodes, wanted).lean();
    }

    /** With a step replaced by inputs that hold what it made. */
    RandomProgram cut(Step step, Map<Integer, double[]> values) {
        List<Node> changed = new ArrayList<>();
        for (Node node : nodes) {
            if (node.equals(step)) {
                for (int i = 0; i < step.made.size(); i++) {
                    int value = step.made.get(i);
                    double[] rounded =
                            java.util.Objects.requireNonNull(values.get(value)).clone();
                    Spec spec = step.specs.get(i);
                    if (spec.dtype() == DType.F64) {
                        Arrays.setAll(rounded, e -> (float) rounded[e]);
                    }
                    changed.add(new Input(value, spec, rounded));
                }
            } else {
                changed.add(node);
            }
        }
        return new RandomProgram(seed, changed, outputs).lean();
    }

    private RandomProgram lean() {
        Set<Integer> live = new HashSet<>(outputs);
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (node.made().stream().anyMatch(live::contains)) {
                kept.addFirst(node);
                live.addAll(node.read());
            }
        }
        return new RandomProgram(seed, kept, outputs);
    }

    /** A line for each input and step; the elements of small inputs. */
    @Override
    public String toString() {
        return nodes.stream().map(RandomProgram::line).collect(Collectors.joining("\n  ", "  ", "\n  return "))
                + outputs.stream().map(o -> "%" + o).collect(Collectors.joining(" "));
    }

    private static String line(Node node) {
        return switch (node) {
            case Input(int value, Spec spec, double[] elements) ->
                "%%%d = input %s%s"
                        .formatted(
                                value, named(spec), elements.length > PRINTED ? "" : " " + Arrays.toString(elements));
            case Step(String name, var _, List<Integer> read, List<Integer> made, List<Spec> specs) ->
                IntStream.range(0, made.size())
                                .mapToObj(i -> "%" + made.get(i) + ":" + named(specs.get(i)))
                                .collect(Collectors.joining(", "))
                        + " = " + name
                        + read.stream().map(r -> " %" + r).collect(Collectors.joining());
        };
    }

    private static String named(Spec spec) {
        return (spec.dtype() == DType.F64 ? "real" : spec.dtype().toString().toLowerCase(Locale.ROOT)) + spec.shape();
    }
}
