package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Linear;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the iteration in plain double arithmetic, and against what it is for: an orthogonal matrix with the same singular vectors. */
class MuonTest {
    private static final Device PLAIN = Device.named("reference");

    private static double[][] random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, rows)
                .mapToObj(_ -> random.doubles(columns, -1, 1).toArray())
                .toArray(double[][]::new);
    }

    private static Tensor tensor(Shape shape, double[]... x) {
        return Tensor.of(shape, Arrays.stream(x).flatMapToDouble(Arrays::stream).toArray());
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] transposed(double[]... a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double length(double[]... a) {
        return Math.sqrt(
                Arrays.stream(a).flatMapToDouble(Arrays::stream).map(x -> x * x).sum());
    }

    /** The post's loop, with the larger of the two squares where the matrix is tall: the polynomial commutes with transposition. */
    private static double[][] newtonSchulz(double[][] g, int iterations) {
        double scale = 1 / (length(g) + 1e-7);
        double[][] x = Arrays.stream(g)
                .map(row -> Arrays.stream(row).map(v -> v * scale).toArray())
                .toArray(double[][]::new);
        for (int i = 0; i < iterations; i++) {
            double[][] a = times(x, transposed(x));
            double[][] first = times(a, x);
            double[][] second = times(a, first);
            for (int r = 0; r < x.length; r++) {
                for (int c = 0; c < x[0].length; c++) {
                    x[r][c] = 3.4445 * x[r][c] - 4.7750 * first[r][c] + 2.0315 * second[r][c];
                }
            }
        }
        return x;
    }

    /** Three steps of a weight as the post writes them. */
    private static double[][] expected(
            double[][] weight, List<double[][]> gradients, boolean normalized, int iterations) {
        int rows = weight.length;
        int columns = weight[0].length;
        double[][] theta = Arrays.stream(weight).map(double[]::clone).toArray(double[][]::new);
        double[][] v = new double[rows][columns];
        for (double[][] g : gradients) {
            double[][] ahead = new double[rows][columns];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    v[i][j] = 0.8 * v[i][j] + g[i][j];
                    ahead[i][j] = g[i][j] + 0.8 * v[i][j];
                }
            }
            double[][] o = newtonSchulz(ahead, iterations);
            double shrink = normalized ? Math.sqrt(rows) / (length(theta) + 1e-7) : 1;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    theta[i][j] =
                            theta[i][j] * shrink - 0.05 * Math.sqrt(Math.max(1, (double) rows / columns)) * o[i][j];
                }
            }
        }
        return theta;
    }

    private static void follows(Shape shape, int columns, boolean normalized, int iterations, boolean isCompiled) {
        int rows = shape.size(0);
        double[][] weight = random(rows, columns, 1);
        List<double[][]> gradients =
                List.of(random(rows, columns, 2), random(rows, columns, 3), random(rows, columns, 4));
        Parameter parameter = new Parameter(tensor(shape, weight));
        Muon plain = Muon.of(parameter).withMomentum(0.8).withIterations(iterations);
        Muon muon = normalized ? plain.withNormalizedWeights() : plain;
        muon.setLearningRate(0.05);
        Compiled step = Compiled.of(in -> {
            muon.step(Map.of(parameter, in.getFirst()));
            return List.of(in.getFirst().sum());
        });
        for (double[][] g : gradients) {
            Region.run(() -> {
                Tensor gradient = tensor(shape, g);
                if (isCompiled) {
                    step.run(gradient);
                } else {
                    muon.step(Map.of(parameter, gradient));
                }
            });
        }
        double[] all = Arrays.stream(expected(weight, gradients, normalized, iterations))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertThat(parameter.get().toDoubles()).containsExactly(all, within(1e-12));
    }

    @Test
    void stepsAreThePosts() {
        PLAIN.use(() -> {
            for (boolean isCompiled : new boolean[] {false, true}) {
                follows(Shape.of(3, 5), 5, false, 5, isCompiled);
                follows(Shape.of(6, 2), 2, false, 5, isCompiled);
                follows(Shape.of(4, 2, 2, 2), 8, true, 3, isCompiled);
            }
            return 0;
        });
    }

    @Test
    void anUpdateIsNearlyOrthogonalAndTurnsAsTheGradientDoes() {
        PLAIN.use(() -> {
            for (Shape shape : List.of(Shape.of(8, 20), Shape.of(20, 8))) {
                Tensor g = tensor(shape, random(shape.size(0), shape.size(1), 5));
                Tensor update = Muon.orthogonal(g, 5);
                for (double each : update.svd().s().toDoubles()) {
                    assertThat(each).isBetween(0.68, 1.14);
                }
                var parts = g.svd();
                double[] turned = parts.u()
                        .transpose()
                        .matmul(update)
                        .matmul(parts.vt().transpose())
                        .toDoubles();
                for (int i = 0; i < 8; i++) {
                    for (int j = 0; j < 8; j++) {
                        if (i != j) {
                            assertThat(turned[8 * i + j]).isCloseTo(0, within(1e-9));
                        }
                    }
                }
            }
            return 0;
        });
    }

    @Test
    void biasesBelongToAnotherOptimizer() {
        Linear layer = Linear.of(4, 3, new SplittableRandom(1));
        assertThatThrownBy(() -> Muon.of(layer)).hasMessageContaining("bias is [3]");
        Optimizer both = ParameterGroups.of(
                ParameterGroups.group(layer.weight(), Muon.of(layer.weight()), 1),
                ParameterGroups.group(layer.bias(), Sgd.of(layer.bias()), 0.5));
        both.setLearningRate(0.1);
        both.step(Map.of(layer.weight(), Tensor.ones(Shape.of(3, 4)), layer.bias(), Tensor.ones(Shape.of(3))));
        assertThat(both.learningRate().get().item()).isCloseTo(0.1, within(1e-7));
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        Parameter weight = new Parameter(Tensor.ones(Shape.of(2, 2)));
        assertThatThrownBy(() -> Muon.of(weight).withMomentum(1)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> Muon.of(weight).withIterations(0)).hasMessageContaining("1 or more");
    }
}
