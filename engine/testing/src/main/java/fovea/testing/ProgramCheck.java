package fovea.testing;

import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.graph.Graph;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Holds a random program's ways to run against each other, outputs and gradients: at once and compiled, on every device that can be used
 * here. The truth is what the reference computes in {@code f64}.
 *
 * <ul>
 *   <li>On the reference, compiled equals at once bit for bit.
 *   <li>Everywhere, a compiled program run twice gives the same bits twice.
 *   <li>In {@code f32} each number is as near to the truth as roundings allow: {@value #FACTOR} times as far as it moves when every step is
 *       moved by a few ({@link Noise}).
 * </ul>
 *
 * <p>Programs that move too far by that, and those that come near a kink on the way back ({@link Margins}), say nothing and are left out;
 * the few there are are counted.
 */
public final class ProgramCheck {
    private static final double FACTOR = 8;
    private static final int NOISY_RUNS = 3;

    /** The farthest that a program may move, by the size of its numbers or a hundredth. */
    private static final double STEADY = 1e-4;

    private final Device reference = Device.named("reference");
    private final List<Way> ways = new ArrayList<>();
    private final Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

    /** A way to run a program, beside those there are. */
    public interface Run {
        /** Outputs and gradients, of a program in {@code f32}. */
        List<Tensor> of(RandomProgram program, List<Tensor> inputs);
    }

    private record Way(String name, Run run) {}

    /** What became of a program. */
    public enum Verdict {
        /** All ways agree. */
        RIGHT,
        /** It hangs on roundings. */
        UNDECIDED
    }

    /** Thrown where ways differ, with the program, and the smallest one found in it that fails too. */
    public static final class Disagreement extends RuntimeException {
        private static final long serialVersionUID = 1;

        Disagreement(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** At once on every device but the reference, which always runs; compiled on all. */
    public ProgramCheck() {
        for (Device device : Device.all()) {
            if (device.unavailable().isEmpty() && !device.equals(reference)) {
                ways.add(new Way(
                        "at once on " + device.name(), (p, in) -> device.use(() -> p.withGradients(DType.F32, in))));
                ways.add(new Way("compiled on " + device.name(), (p, in) -> device.use(() -> twice(p, DType.F32, in))));
            }
        }
    }

    /** Only this way, against the truth. */
    ProgramCheck(String name, Run run) {
        ways.add(new Way(name, run));
    }

    /** Runs the program every way; throws {@link Disagreement} where they differ. */
    public Verdict check(RandomProgram program) {
        try {
            return verdict(program);
        } catch (RuntimeException | AssertionError e) {
            RandomProgram smallest = shrunk(program);
            throw new Disagreement(
                    "program %d: %s%n%s%n%nthe smallest that fails: %s%n%s"
                            .formatted(
                                    program.seed(),
                                    e.getMessage(),
                                    program,
                                    failure(smallest).map(Throwable::getMessage).orElse(""),
                                    smallest),
                    e);
        }
    }

    private Optional<Throwable> failure(RandomProgram program) {
        try {
            verdict(program);
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e);
        }
    }

    private Verdict verdict(RandomProgram program) {
        return Region.run(() -> {
            Interpreter exact = reference.interpreter();
            List<double[]> truth;
            try {
                truth = in(new Margins(exact), DType.F64, program);
            } catch (Margins.Refused e) {
                return Verdict.UNDECIDED;
            }
            double[] allowed = new double[truth.size()];
            for (int run = 0; run < NOISY_RUNS; run++) {
                List<double[]> noisy =
                        in(new Noise(exact, 31 * program.seed() + run, run % 2 == 0, seen), DType.F64, program);
                for (int i = 0; i < allowed.length; i++) {
                    double moved = distance(noisy.get(i), truth.get(i));
                    if (!(moved <= STEADY * Math.max(0.01, largest(truth.get(i))))) {
                        return Verdict.UNDECIDED;
                    }
                    allowed[i] = Math.max(allowed[i], FACTOR * moved + Math.ulp((float) largest(truth.get(i))));
                }
            }
            compare(program, truth, allowed);
            return Verdict.RIGHT;
        });
    }

    private void compare(RandomProgram program, List<double[]> truth, double[] allowed) {
        reference.use(() -> {
            List<Tensor> x = program.inputs(DType.F32);
            List<Tensor> eager = program.withGradients(DType.F32, x);
            near("at once on the reference", program, eager, truth, allowed);
            identical("compiled on the reference", program, twice(program, DType.F32, x), eager);
            if (program.seed() % 4 == 0) {
                List<Tensor> wide = program.inputs(DType.F64);
                identical(
                        "compiled on the reference in f64",
                        program,
                        twice(program, DType.F64, wide),
                        program.withGradients(DType.F64, wide));
            }
            return List.of();
        });
        for (Way way : ways) {
            near(way.name, program, way.run.of(program, program.inputs(DType.F32)), truth, allowed);
        }
    }

    /** The classes of all ops carried out so far, one by one or in a plan. */
    public Set<Class<?>> seen() {
        return Set.copyOf(seen);
    }

    /** Compiled and run twice: the second time memory holds what the first left there. */
    private List<Tensor> twice(RandomProgram program, DType real, List<Tensor> x) {
        Function<List<Tensor>, List<Tensor>> f = in -> program.withGradients(real, in);
        Compiled compiled = Compiled.of(f);
        List<Tensor> first = compiled.run(x.toArray(Tensor[]::new));
        Device device = Device.evaluating(Interpreter.current()).orElseThrow();
        for (Graph.Node node : compiled.plan(
                        device, x.stream().map(Tensor::spec).toArray(Spec[]::new))
                .graph()
                .nodes()) {
            if (node instanceof Graph.Apply apply) {
                seen.add(apply.op().getClass());
            }
        }
        identical("compiled and run again", program, compiled.run(x.toArray(Tensor[]::new)), first);
        return first;
    }

    private static List<double[]> in(Interpreter reading, DType real, RandomProgram program) {
        return reading.interpret(() -> program.withGradients(real, program.inputs(real))).stream()
                .map(ProgramCheck::doubles)
                .toList();
    }

    private static double[] doubles(Tensor t) {
        return TensorAssertions.doubles(t);
    }

    private static void identical(String way, RandomProgram program, List<Tensor> actual, List<Tensor> expected) {
        for (int i = 0; i < expected.size(); i++) {
            try {
                TensorAssertions.assertIdentical(actual.get(i), expected.get(i));
            } catch (AssertionError e) {
                throw new AssertionError(way + ": " + program.names().get(i) + ": " + e.getMessage(), e);
            }
        }
    }

    private static void near(
            String way, RandomProgram program, List<Tensor> actual, List<double[]> truth, double[] allowed) {
        for (int i = 0; i < allowed.length; i++) {
            double[] found = doubles(actual.get(i));
            boolean real = actual.get(i).dtype().isFloating();
            for (int e = 0; e < found.length; e++) {
                double off = Math.abs(found[e] - truth.get(i)[e]);
                if (!(off <= (real ? allowed[i] : 0))) {
                    throw new AssertionError(
                            "%s: %s of %s at %s is %.9g and not %.9g%n  they differ by %.3g, allowed is %.3g"
                                    .formatted(
                                            way,
                                            program.names().get(i),
                                            actual.get(i).spec(),
                                            TensorAssertions.index(actual.get(i).shape(), e),
                                            found[e],
                                            truth.get(i)[e],
                                            off,
                                            allowed[i]));
                }
            }
        }
    }

    private static double distance(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            double d = Math.abs(a[i] - b[i]);
            most = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(most, d);
        }
        return most;
    }

    private static double largest(double[] a) {
        return Arrays.stream(a).map(Math::abs).max().orElse(0);
    }

    /** A program in {@code program} that fails too and of which no part that is tried does. */
    private RandomProgram shrunk(RandomProgram program) {
        RandomProgram smallest = program;
        boolean shrinks = true;
        while (shrinks) {
            shrinks = false;
            for (RandomProgram candidate : smaller(smallest)) {
                if (failure(candidate).isPresent()) {
                    smallest = candidate;
                    shrinks = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** The program for each of its outputs alone; without its last step; with each step's results taken for inputs, the last first. */
    private List<RandomProgram> smaller(RandomProgram program) {
        List<RandomProgram> all = new ArrayList<>();
        if (program.outputs().size() > 1) {
            program.outputs().forEach(o -> all.add(program.returning(List.of(o))));
        }
        for (RandomProgram.Node node : program.nodes()) {
            if (!node.read().isEmpty() && node.made().containsAll(program.outputs())) {
                all.add(program.returning(node.read()));
            }
        }
        Map<Integer, double[]> values = new HashMap<>();
        try {
            Region.run(() -> reference.use(() -> {
                program.values(DType.F64, program.inputs(DType.F64)).forEach((id, t) -> values.put(id, doubles(t)));
                return List.of();
            }));
        } catch (RuntimeException e) {
            return all;
        }
        for (RandomProgram.Node node : program.nodes().reversed()) {
            if (node instanceof RandomProgram.Step step
                    && step.made().stream().noneMatch(program.outputs()::contains)) {
                all.add(program.cut(step, values));
            }
        }
        return all;
    }
}
