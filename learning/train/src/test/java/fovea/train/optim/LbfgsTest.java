package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Lbfgs.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Against the formula of the inverse Hessian as a matrix, which the recursion over pairs must equal, and against what it promises. */
class LbfgsTest {
    private static final Device PLAIN = Device.named("reference");

    /** Where the loss was asked for, what it was there, and its gradient. */
    private record Asked(double[] x, double loss, double[] g) {}

    /** A loss of one vector, minimized. */
    private static final class Problem {
        final Parameter x;
        final UnaryOperator<Tensor> loss;
        final Lbfgs lbfgs;
        final List<Asked> asked = new ArrayList<>();

        Problem(UnaryOperator<Tensor> loss, Options options, double... start) {
            this.x = new Parameter(Tensor.of(Shape.of(start.length), start));
            this.loss = loss;
            this.lbfgs = Lbfgs.of(x, options);
        }

        double step() {
            return lbfgs.step(() -> {
                var y = Autograd.valueAndGradients(List.of(x), () -> loss.apply(x.get()));
                double[] g = y.gradients().get(x).toDoubles();
                asked.add(new Asked(x.get().toDoubles(), y.value().item(), g));
                return y;
            });
        }
    }

    /** {@code Σᵢ wᵢ (xᵢ − i)² + (Σᵢ xᵢ)² + Σᵢ (xᵢ − i)⁴ / 4}: convex and curved everywhere. */
    private static Tensor bowl(Tensor x) {
        Tensor weights = Tensor.of(Shape.of(4), 1.0, 3.0, 0.5, 2.0);
        Tensor away = x.sub(Tensor.of(Shape.of(4), 0.0, 1.0, 2.0, 3.0));
        return away.square()
                .mul(weights)
                .sum()
                .add(x.sum().square())
                .add(away.square().square().sum().mul(0.25));
    }

    private static Tensor rosenbrock(Tensor x) {
        Tensor a = x.slice(0, 0, 1, 1);
        Tensor b = x.slice(0, 1, 2, 1);
        return b.sub(a.square()).square().mul(100).add(a.neg().add(1).square()).sum();
    }

    @Test
    void theFirstMoveIsAShortOneDownTheGradient() {
        PLAIN.use(() -> {
            Problem problem = new Problem(LbfgsTest::bowl, Options.DEFAULT.withIterations(1), 2, -1, 0.5, 1);
            problem.lbfgs.setLearningRate(0.5);
            problem.step();
            Asked first = problem.asked.getFirst();
            double t = Math.min(1, 1 / Vectors.absolute(first.g)) * 0.5;
            assertThat(problem.x.get().toDoubles()).containsExactly(Vectors.plus(first.x, -t, first.g), within(1e-15));
            assertThat(problem.asked).hasSize(1);
            return 0;
        });
    }

    @Test
    void movesAreThoseOfTheInverseHessianAsAMatrix() {
        for (int history : new int[] {1, 2, 3, 100}) {
            PLAIN.use(() -> {
                Options options = Options.DEFAULT
                        .withIterations(8)
                        .withEvaluations(100)
                        .withTolerances(0, 0)
                        .withHistory(history);
                Problem problem = new Problem(LbfgsTest::bowl, options, 2, -1, 0.5, 1);
                problem.lbfgs.setLearningRate(0.7);
                problem.step();
                for (int k = 1; k + 1 < problem.asked.size(); k++) {
                    double[] d =
                            Vectors.times(times(inverseHessian(problem.asked, k, history), problem.asked.get(k).g), -1);
                    assertThat(problem.asked.get(k + 1).x)
                            .as("history %d, move %d", history, k)
                            .containsExactly(Vectors.plus(problem.asked.get(k).x, 0.7, d), within(1e-9));
                }
                assertThat(problem.asked).hasSize(8);
                return 0;
            });
        }
    }

    /** {@code H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ} for the pairs before point k, from {@code sᵀy / yᵀy · I} of the last of them. */
    private static double[][] inverseHessian(List<Asked> asked, int k, int history) {
        int n = asked.getFirst().x.length;
        double[] lastMove = Vectors.plus(asked.get(k).x, -1, asked.get(k - 1).x);
        double[] lastChange = Vectors.plus(asked.get(k).g, -1, asked.get(k - 1).g);
        double scale = Vectors.dot(lastMove, lastChange) / Vectors.dot(lastChange, lastChange);
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = scale;
        }
        for (int i = Math.max(1, k - history + 1); i <= k; i++) {
            double[] s = Vectors.plus(asked.get(i).x, -1, asked.get(i - 1).x);
            double[] y = Vectors.plus(asked.get(i).g, -1, asked.get(i - 1).g);
            double rho = 1 / Vectors.dot(y, s);
            double[] hy = times(h, y);
            double yhy = Vectors.dot(y, hy);
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    h[a][b] += -rho * (s[a] * hy[b] + hy[a] * s[b]) + rho * (rho * yhy + 1) * s[a] * s[b];
                }
            }
        }
        return h;
    }

    private static double[] times(double[][] matrix, double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = Vectors.dot(matrix[i], x);
        }
        return y;
    }

    @Test
    void lineSearchesEndWhereTheLossIsLowAndFlatEnough() {
        PLAIN.use(() -> {
            Options options =
                    Options.DEFAULT.withIterations(1).withEvaluations(100).withStrongWolfe();
            Problem problem = new Problem(LbfgsTest::rosenbrock, options, -1.2, 1);
            for (int i = 0; i < 12; i++) {
                double[] from = problem.x.get().toDoubles();
                problem.asked.clear();
                problem.step();
                Asked start = problem.asked.getFirst();
                double[] to = problem.x.get().toDoubles();
                double[] move = Vectors.plus(to, -1, from);
                Asked end = problem.asked.stream()
                        .filter(each -> Vectors.largest(Vectors.plus(each.x, -1, to)) == 0)
                        .findFirst()
                        .orElseThrow();
                double slope = Vectors.dot(start.g, move);
                assertThat(slope).as("downhill").isNegative();
                assertThat(end.loss).as("low").isLessThanOrEqualTo(start.loss + 1e-4 * slope);
                assertThat(Math.abs(Vectors.dot(end.g, move))).as("flat").isLessThanOrEqualTo(-0.9 * slope);
            }
            return 0;
        });
    }

    @Test
    void theBananaValleyIsWalkedToItsEnd() {
        PLAIN.use(() -> {
            Options options = Options.DEFAULT
                    .withIterations(60)
                    .withEvaluations(200)
                    .withTolerances(1e-8, 1e-14)
                    .withStrongWolfe();
            Problem problem = new Problem(LbfgsTest::rosenbrock, options, -1.2, 1);
            assertThat(problem.step()).isCloseTo(24.2, within(1e-12));
            assertThat(problem.x.get().toDoubles()).containsExactly(new double[] {1, 1}, within(1e-6));
            assertThat(problem.asked).hasSizeLessThan(80);
            return 0;
        });
    }

    @Test
    void aStepOfManyIterationsIsAsManyStepsOfOne() {
        PLAIN.use(() -> {
            Options one = Options.DEFAULT.withIterations(1).withEvaluations(100).withStrongWolfe();
            Problem whole = new Problem(LbfgsTest::bowl, one.withIterations(5).withEvaluations(100), 2, -1, 0.5, 1);
            Problem parts = new Problem(LbfgsTest::bowl, one, 2, -1, 0.5, 1);
            whole.step();
            for (int i = 0; i < 5; i++) {
                parts.step();
            }
            assertThat(parts.x.get().toDoubles()).containsExactly(whole.x.get().toDoubles(), within(1e-12));
            return 0;
        });
    }

    @Test
    void itStopsWhereTheGradientIsSmall() {
        PLAIN.use(() -> {
            Problem problem = new Problem(LbfgsTest::bowl, Options.DEFAULT.withTolerances(1e3, 0), 2, -1, 0.5, 1);
            problem.step();
            assertThat(problem.asked).hasSize(1);
            assertThat(problem.x.get().toDoubles()).containsExactly(2, -1, 0.5, 1);
            return 0;
        });
    }

    @Test
    void itStopsWhereNothingChangesAnyMore() {
        PLAIN.use(() -> {
            Options options =
                    Options.DEFAULT.withIterations(500).withTolerances(0, 1e-9).withStrongWolfe();
            Problem problem = new Problem(LbfgsTest::bowl, options, 2, -1, 0.5, 1);
            problem.step();
            assertThat(problem.asked).hasSizeLessThan(40);
            assertThat(Vectors.largest(problem.asked.getLast().g)).isLessThan(1e-3);
            return 0;
        });
    }

    @Test
    void itAsksForTheLossNoMoreOftenThanItMay() {
        PLAIN.use(() -> {
            Options options =
                    Options.DEFAULT.withIterations(50).withEvaluations(7).withTolerances(0, 0);
            Problem problem = new Problem(LbfgsTest::bowl, options, 2, -1, 0.5, 1);
            problem.lbfgs.setLearningRate(0.1);
            problem.step();
            assertThat(problem.asked).hasSize(7);
            return 0;
        });
    }

    @Test
    void aHistoryOfNothingIsRefused() {
        assertThatThrownBy(() -> Options.DEFAULT.withHistory(0)).hasMessageContaining("keep 1 pair or more");
    }
}
