package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each optimizer, in double precision, against its formula; uncompiled and compiled. */
class RulesTest {
    private static final Device PLAIN = Device.named("reference");
    private static final int STEPS = 15;

    /** An optimizer and its formula, at a rate. */
    private record Line(String name, double rate, Function<Object, Optimizer> optimizer, Supplier<Rule> rule) {
        Line with(String more, Function<Optimizer, Optimizer> wrapped, Function<Rule, Rule> formula) {
            return new Line(
                    name + ", " + more,
                    rate,
                    model -> wrapped.apply(optimizer.apply(model)),
                    () -> formula.apply(rule.get()));
        }
    }

    private static final List<Line> PLAIN_LINES = List.of(
            new Line("SGD", 0.1, Sgd::of, Rule.sgd(0.1, 0, 0, false)),
            new Line("SGD, momentum", 0.1, m -> Sgd.of(m, 0.9, 0), Rule.sgd(0.1, 0.9, 0, false)),
            new Line(
                    "SGD, momentum dampened",
                    0.1,
                    m -> Sgd.of(m, 0.8, 0).withDampening(0.3),
                    Rule.sgd(0.1, 0.8, 0.3, false)),
            new Line("SGD, Nesterov", 0.1, m -> Sgd.of(m, 0.9, 0).withNesterov(), Rule.sgd(0.1, 0.9, 0, true)),
            new Line("Adagrad", 0.1, Adagrad::of, Rule.adagrad(0.1, 0, 0, 1e-10)),
            new Line(
                    "Adagrad, decay and beginning",
                    0.1,
                    m -> Adagrad.of(m, 0.05, 0.3, 1e-8),
                    Rule.adagrad(0.1, 0.05, 0.3, 1e-8)),
            new Line("Adadelta", 1, Adadelta::of, Rule.adadelta(1, 0.9, 1e-6)),
            new Line("Adadelta, ρ and ε", 0.5, m -> Adadelta.of(m, 0.8, 1e-4), Rule.adadelta(0.5, 0.8, 1e-4)),
            new Line("RMSprop", 0.01, RmsProp::of, Rule.rmsProp(0.01, 0.99, 1e-8, false, 0)),
            new Line(
                    "RMSprop, centered",
                    0.01,
                    m -> RmsProp.of(m, 0.9, 1e-3).centered(),
                    Rule.rmsProp(0.01, 0.9, 1e-3, true, 0)),
            new Line(
                    "RMSprop, centered with momentum",
                    0.01,
                    m -> RmsProp.of(m, 0.9, 1e-3).centered().withMomentum(0.7),
                    Rule.rmsProp(0.01, 0.9, 1e-3, true, 0.7)),
            new Line("Adam", 0.02, Adam::of, Rule.adam(0.02, 0.9, 0.999, 1e-8, false)),
            new Line(
                    "Adam, betas and ε",
                    0.02,
                    m -> Adam.of(m).withBetas(0.7, 0.9).withEpsilon(1e-2),
                    Rule.adam(0.02, 0.7, 0.9, 1e-2, false)),
            new Line(
                    "AMSGrad",
                    0.02,
                    m -> Adam.of(m).withBetas(0.9, 0.5).withAmsgrad(),
                    Rule.adam(0.02, 0.9, 0.5, 1e-8, true)),
            new Line("Adamax", 0.02, Adamax::of, Rule.adamax(0.02, 0.9, 0.999, 1e-8)),
            new Line("Adamax, betas and ε", 0.02, m -> Adamax.of(m, 0.6, 0.7, 1e-2), Rule.adamax(0.02, 0.6, 0.7, 1e-2)),
            new Line("NAdam", 0.02, NAdam::of, Rule.nadam(0.02, 0.9, 0.999, 1e-8, 4e-3)),
            new Line(
                    "NAdam, betas, ε and ψ",
                    0.02,
                    m -> NAdam.of(m, 0.7, 0.9, 1e-3, 0.5),
                    Rule.nadam(0.02, 0.7, 0.9, 1e-3, 0.5)),
            new Line("RAdam", 0.02, RAdam::of, Rule.radam(0.02, 0.9, 0.999, 1e-8)),
            new Line(
                    "RAdam, never rectified", 0.02, m -> RAdam.of(m, 0.9, 0.6, 1e-3), Rule.radam(0.02, 0.9, 0.6, 1e-3)),
            new Line("ASGD", 0.1, Asgd::of, Rule.asgd(0.1, 1e-4, 0.75)),
            new Line("ASGD, λ and α", 0.1, m -> Asgd.of(m, 0.2, 0.5, 3), Rule.asgd(0.1, 0.2, 0.5)),
            new Line("Rprop", 0.01, Rprop::of, Rule.rprop(0.01, 0.5, 1.2, 1e-6, 50)),
            new Line(
                    "Rprop, factors and sizes",
                    0.01,
                    m -> Rprop.of(m, 0.3, 1.7, 4e-3, 2e-2),
                    Rule.rprop(0.01, 0.3, 1.7, 4e-3, 2e-2)));

    private static final List<Line> LINES = withWrappers();

    private static List<Line> withWrappers() {
        List<Line> all = new ArrayList<>(PLAIN_LINES);
        for (Line line : PLAIN_LINES) {
            all.add(line.with("decay", o -> o.withWeightDecay(0.1), r -> r.decayed(0.1)));
            all.add(line.with(
                    "decoupled decay", o -> o.withDecoupledWeightDecay(0.2), r -> r.shrunk(line.rate(), 0.2)));
            all.add(line.with("uphill", Optimizer::maximizing, Rule::turned));
            all.add(line.with(
                    "uphill with decay",
                    o -> o.withWeightDecay(0.1).maximizing(),
                    r -> (theta, g, t) -> r.next(theta, -g + 0.1 * theta, t)));
        }
        return all;
    }

    /** Two parameters of a model, as a map of them, and what their optimizer gets to see. */
    private static final class Descent {
        final SequencedMap<String, Parameter> model = new LinkedHashMap<>();
        final List<double[]> gradients = new ArrayList<>();

        Descent() {
            RandomGenerator random = new SplittableRandom(7);
            model.put("p", new Parameter(Tensor.of(Shape.of(2, 2), 0.5, -1.5, 2.0, 0.1)));
            model.put("q", new Parameter(Tensor.of(Shape.of(3), 1.0, 0.0, -0.25)));
            for (int i = 0; i < STEPS; i++) {
                double[] g = random.doubles(7, -2, 2).toArray();
                // Zeros, at the beginning too, and a weight whose gradient is always one.
                g[i % 7] = 0;
                g[5] = 0;
                gradients.add(g);
            }
        }

        Tensor p(int step) {
            return Tensor.of(Shape.of(2, 2), java.util.Arrays.copyOf(gradients.get(step), 4));
        }

        Tensor q(int step) {
            return Tensor.of(Shape.of(3), java.util.Arrays.copyOfRange(gradients.get(step), 4, 7));
        }

        Map<Parameter, Tensor> at(Tensor p, Tensor q) {
            Map<Parameter, Tensor> at = new LinkedHashMap<>();
            at.put(model.get("p"), p);
            at.put(model.get("q"), q);
            return at;
        }

        double[] weights() {
            return Stream.of("p", "q")
                    .flatMapToDouble(name ->
                            java.util.Arrays.stream(model.get(name).get().toDoubles()))
                    .toArray();
        }

        List<double[]> expected(Supplier<Rule> rule) {
            double[] theta = weights();
            List<Rule> rules = Stream.generate(rule).limit(theta.length).toList();
            List<double[]> path = new ArrayList<>();
            for (int t = 1; t <= STEPS; t++) {
                for (int i = 0; i < theta.length; i++) {
                    theta[i] = rules.get(i).next(theta[i], gradients.get(t - 1)[i], t);
                }
                path.add(theta.clone());
            }
            return path;
        }
    }

    @TestFactory
    Stream<DynamicTest> stepsAreTheFormulas() {
        return LINES.stream()
                .map(line -> dynamicTest(
                        line.name(),
                        () -> follows(line, (optimizer, descent) -> in -> {
                            optimizer.step(descent.at(in.get(0), in.get(1)));
                            return in;
                        })));
    }

    @TestFactory
    Stream<DynamicTest> compiledStepsAreTheFormulas() {
        return PLAIN_LINES.stream()
                .map(line -> dynamicTest(
                        line.name(),
                        () -> follows(line, (optimizer, descent) -> {
                            Compiled step = Compiled.of(in -> {
                                optimizer.step(descent.at(in.get(0), in.get(1)));
                                return List.of(in.getFirst().sum());
                            });
                            return in -> step.run(in.get(0), in.get(1));
                        })));
    }

    private static void follows(
            Line line, BiFunction<Optimizer, Descent, Function<List<Tensor>, List<Tensor>>> stepping) {
        PLAIN.use(() -> {
            Descent descent = new Descent();
            List<double[]> expected = descent.expected(line.rule());
            Optimizer optimizer = line.optimizer().apply(descent.model);
            optimizer.setLearningRate(line.rate());
            Function<List<Tensor>, List<Tensor>> step = stepping.apply(optimizer, descent);
            for (int i = 0; i < STEPS; i++) {
                int now = i;
                Region.run(() -> step.apply(List.of(descent.p(now), descent.q(now))));
                double[] weights = descent.weights();
                for (int j = 0; j < weights.length; j++) {
                    assertThat(weights[j])
                            .as("weight %d after step %d", j, i + 1)
                            .isCloseTo(expected.get(i)[j], within(1e-12));
                }
            }
            return 0;
        });
    }

    @Test
    void averagesOfAsgdBeginAtTheirStep() {
        PLAIN.use(() -> {
            Descent descent = new Descent();
            Asgd optimizer = Asgd.of(descent.model, 1e-4, 0.75, 3);
            optimizer.setLearningRate(0.1);
            double average = 0;
            for (int t = 1; t <= STEPS; t++) {
                double mu = t == 1 ? 1 : 1 / Math.max(1.0, t - 1 - 3);
                optimizer.step(descent.at(descent.p(t - 1), descent.q(t - 1)));
                average += mu * (descent.weights()[0] - average);
                assertThat(optimizer.averages().of(descent.model.get("p")).get().toDoubles()[0])
                        .isCloseTo(average, within(1e-12));
            }
            return 0;
        });
    }

    @Test
    void rowsThatAStepDoesNotTouchStay() {
        PLAIN.use(() -> {
            double[][] rows = {{1, 2}, {3, 4}, {5, 6}};
            Parameter table = new Parameter(Tensor.of(Shape.of(3, 2), 1.0, 2, 3, 4, 5, 6));
            SparseAdam optimizer = SparseAdam.of(table, 0.8, 0.9, 1e-3);
            optimizer.setLearningRate(0.1);
            double[][] m = new double[3][2];
            double[][] v = new double[3][2];
            double[][][] gradients = {
                {{1, 0}, {0, 0}, {-2, 3}},
                {{0, 0}, {0.5, -1}, {1, 1}},
                {{0, 4}, {0, 0}, {0, 0}},
                {{1, 1}, {1, 1}, {0, -1}}
            };
            for (int t = 1; t <= gradients.length; t++) {
                double[] flat = new double[6];
                double rate = 0.1 * Math.sqrt(1 - Math.pow(0.9, t)) / (1 - Math.pow(0.8, t));
                for (int i = 0; i < 3; i++) {
                    double[] g = gradients[t - 1][i];
                    for (int j = 0; j < 2 && (g[0] != 0 || g[1] != 0); j++) {
                        m[i][j] += 0.2 * (g[j] - m[i][j]);
                        v[i][j] += 0.1 * (g[j] * g[j] - v[i][j]);
                        rows[i][j] -= rate * m[i][j] / (Math.sqrt(v[i][j]) + 1e-3);
                        flat[2 * i + j] = g[j];
                    }
                }
                optimizer.step(Map.of(table, Tensor.of(Shape.of(3, 2), flat)));
                double[] expected = Stream.of(rows)
                        .flatMapToDouble(java.util.Arrays::stream)
                        .toArray();
                assertThat(table.get().toDoubles()).containsExactly(expected, within(1e-12));
            }
            return 0;
        });
    }

    @Test
    void parametersWithoutAGradientStay() {
        PLAIN.use(() -> {
            for (Line line : LINES) {
                Descent descent = new Descent();
                double[] before = descent.weights();
                line.optimizer().apply(descent.model).step(Map.of(descent.model.get("p"), descent.p(0)));
                assertThat(java.util.Arrays.copyOfRange(descent.weights(), 4, 7))
                        .as(line.name())
                        .containsExactly(java.util.Arrays.copyOfRange(before, 4, 7));
            }
            return 0;
        });
    }
}
