package fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.Binary;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Programs of 5 to 20 random steps: whatever the passes and the planner make of them, the numbers stay the same, bit for bit. */
class RandomProgramsTest {
    private static final Shape SHAPE = Shape.of(3, 3);
    private static final List<Op> UNARY = List.of(
            new Unary.Tanh(), new Unary.Relu(), new Unary.Affine(0.5, 0.25), new Unary.Sigmoid(), new Unary.Exp());
    private static final List<Op> BINARY = List.of(
            new Binary.Add(), new Binary.Mul(), new Binary.Sub(), new Binary.Maximum(), new Binary.WherePositive());

    @TestFactory
    Stream<DynamicTest> fusedAndPlannedEqualUnfusedEqualEager() {
        return Device.all().stream()
                .filter(d -> d.unavailable().isEmpty())
                .map(d -> DynamicTest.dynamicTest(
                        "on " + d.name(),
                        () -> d.use(() -> {
                            for (int seed = 0; seed < 600; seed++) {
                                int at = seed;
                                Region.run(() -> check(new Program(at), d));
                            }
                            return List.of();
                        })));
    }

    private static void check(Program program, Device device) {
        List<Way> ways = List.of(
                new Way("eager", program, (p, v) -> x -> p.run(List.of(x), RandomProgramsTest::copied, v)),
                new Way("traced", program, (p, v) -> p.trace(v)::run),
                new Way("shared", program, (p, v) -> DropDead.of(ShareEqual.of(p.trace(v)))::run),
                new Way("fused", program, (p, v) -> FuseElementwise.of(p.trace(v), false)::run),
                new Way("planned", program, (p, v) -> Plan.of(p.trace(v), device)::run));
        for (int run = 0; run < 2; run++) {
            Tensor[] x = {program.operand(10 + run), program.operand(20 + run)};
            String expected = ways.getFirst().run(x);
            for (Way way : ways.subList(1, ways.size())) {
                assertThat(way.run(x))
                        .as("%s, seed %d, run %d%n%s", way.name, program.seed, run, program.trace(way.variables))
                        .isEqualTo(expected);
            }
        }
    }

    private static Tensor copied(Tensor t) {
        return Tensor.of(t.shape(), t.toArray());
    }

    /** Makes a way to run a program over variables of its own. */
    private interface Maker {
        Function<Tensor[], List<Tensor>> make(Program program, State[] variables);
    }

    private static final class Way {
        final String name;
        final State[] variables;
        final Function<Tensor[], List<Tensor>> way;

        Way(String name, Program program, Maker maker) {
            this.name = name;
            this.variables = new State[] {new State(program.operand(1)), new State(program.operand(2))};
            this.way = maker.make(program, variables);
        }

        /** The outputs and what the variables hold afterwards, as text. */
        String run(Tensor[] x) {
            Stream<Tensor> outputs = way.apply(x).stream();
            return Stream.concat(outputs, Stream.of(variables).map(State::get))
                    .map(t -> t.shape() + " " + Arrays.toString(t.toArray()))
                    .toList()
                    .toString();
        }
    }

    private record Program(int seed) {

        Tensor operand(int which) {
            SplittableRandom random = new SplittableRandom(31L * seed + which);
            float[] elements = new float[(int) SHAPE.elements()];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = (float) random.nextDouble(-1, 1);
            }
            return Tensor.of(SHAPE, elements);
        }

        Graph trace(State... variables) {
            Spec spec = Spec.f32(SHAPE);
            return Trace.of(in -> run(in, UnaryOperator.identity(), variables), spec, spec);
        }

        /** @param read copies what was read of a variable where a later write would change it */
        List<Tensor> run(List<Tensor> in, UnaryOperator<Tensor> read, State... variables) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Tensor> values = new ArrayList<>(in);
            for (State v : variables) {
                values.add(read.apply(v.get()));
            }
            for (int i = random.nextInt(5, 21); i > 0; i--) {
                values.add(step(random, values, read, variables[random.nextInt(2)]));
            }
            List<Tensor> outputs = new ArrayList<>();
            for (int i = random.nextInt(0, 4); i > 0; i--) {
                outputs.add(values.get(random.nextInt(values.size())));
            }
            return outputs;
        }

        private static Tensor step(
                SplittableRandom random, List<Tensor> values, UnaryOperator<Tensor> read, State variable) {
            Tensor a = values.get(values.size() - 1 - random.nextInt(Math.min(6, values.size())));
            Tensor b = values.get(random.nextInt(values.size()));
            return switch (random.nextInt(10)) {
                case 0, 1, 2 -> UNARY.get(random.nextInt(UNARY.size())).apply(a);
                case 3, 4, 5 -> BINARY.get(random.nextInt(BINARY.size())).apply(a, b);
                case 6 -> a.transpose();
                case 7 ->
                    random.nextBoolean()
                            ? a.slice(1, 1, 2, 1).expand(SHAPE)
                            : a.sum(1).reshape(Shape.of(3, 1)).tanh().expand(SHAPE);
                case 8 -> {
                    variable.set(a);
                    yield read.apply(variable.get());
                }
                default -> {
                    variable.set(a.sub(b).tanh());
                    yield read.apply(variable.get());
                }
            };
        }
    }
}
