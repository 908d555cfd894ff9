package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.device.Device;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Conjugate gradients and Newton's method, against their formulas and on losses whose ends are known. */
class CurvatureTest {
    private static final Device PLAIN = Device.named("reference");

    /** A bowl of two parameters, {@code ½ xᵀAx − bᵀx}, whose end is {@code A⁻¹b}. */
    private static final double[][] A = {{4, 1, 0}, {1, 3, -1}, {0, -1, 2}};

    private static final double[] END = {1, -2, 0.5};

    private final Parameter head = new Parameter(Tensor.of(Shape.of(2), 3.0, 1));
    private final Parameter tail = new Parameter(Tensor.of(Shape.of(1), -1.0));
    private final List<Parameter> both = List.of(head, tail);

    private Tensor bowl() {
        Tensor x = Tensor.concat(0, head.get(), tail.get()).sub(Tensor.of(Shape.of(3), END));
        Tensor a = Tensor.of(Shape.of(3, 3), 4.0, 1, 0, 1, 3, -1, 0, -1, 2);
        return a.matmul(x.reshape(Shape.of(3, 1)))
                .reshape(Shape.of(3))
                .mul(x)
                .sum()
                .mul(0.5);
    }

    private double[] point() {
        double[] first = head.get().toDoubles();
        return new double[] {first[0], first[1], tail.get().item()};
    }

    /** {@code A (x − end)}. */
    private static double[] slope(double... x) {
        double[] g = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                g[i] += A[i][j] * (x[j] - END[j]);
            }
        }
        return g;
    }

    private static Supplier<ValueAndGradients> gradients(List<Parameter> parameters, Supplier<Tensor> loss) {
        return () -> Autograd.valueAndGradients(parameters, loss);
    }

    /** The second loss lies above the first all along the way, so the search along it finds nothing; then all is as it should be again. */
    @Test
    void aSearchThatFoundNothingIsNotTheEnd() {
        PLAIN.use(() -> {
            ConjugateGradient cg = ConjugateGradient.of(both, 1).withTolerances(0, 0);
            cg.step(gradients(both, this::bowl));
            double[] stuck = point();
            double[] higher = {0};
            cg.step(gradients(both, () -> bowl().add(higher[0]++ * 1e6)));
            assertThat(point()).containsExactly(stuck);
            for (int i = 0; i < 30; i++) {
                cg.step(gradients(both, this::bowl));
            }
            assertThat(point()).containsExactly(END, within(1e-6));
            return 0;
        });
    }

    @Test
    void conjugateDirectionsAreThoseOfPolakAndRibiere() {
        PLAIN.use(() -> {
            ConjugateGradient cg = ConjugateGradient.of(both, 1).withTolerances(0, 0);
            double[] last = new double[0];
            double[] d = new double[0];
            for (int i = 0; i < 5; i++) {
                double[] x = point();
                double[] g = slope(x);
                cg.step(gradients(both, this::bowl));
                double beta =
                        i == 0 ? 0 : Math.max(0, Vectors.dot(g, Vectors.plus(g, -1, last)) / Vectors.dot(last, last));
                d = i == 0 ? Vectors.times(g, -1) : Vectors.plus(Vectors.times(g, -1), beta, d);
                double[] move = Vectors.plus(point(), -1, x);
                double t = Vectors.dot(move, d) / Vectors.dot(d, d);
                assertThat(t).as("step %d", i).isPositive();
                assertThat(move).containsExactly(Vectors.times(d, t), within(1e-9));
                // The curvature condition with c₂ = 0.1.
                assertThat(Math.abs(Vectors.dot(slope(point()), d)))
                        .isLessThanOrEqualTo(-0.1 * Vectors.dot(g, d) + 1e-12);
                last = g;
            }
            return 0;
        });
    }

    @Test
    void theBananaValleyIsWalkedToItsEnd() {
        PLAIN.use(() -> {
            Parameter x = new Parameter(Tensor.of(Shape.of(2), -1.2, 1));
            Supplier<Tensor> loss = () -> Prototypes.rosenbrock(x.get());
            double before =
                    ConjugateGradient.of(x, 200).withTolerances(1e-9, 1e-16).step(gradients(List.of(x), loss));
            assertThat(before).isCloseTo(24.2, within(1e-12));
            assertThat(x.get().toDoubles()).containsExactly(new double[] {1, 1}, within(1e-6));
            x.set(Tensor.of(Shape.of(2), -1.2, 1));
            NewtonCg.of(x, 200).withTolerance(1e-10).step(loss);
            assertThat(x.get().toDoubles()).containsExactly(new double[] {1, 1}, within(1e-8));
            return 0;
        });
    }

    @Test
    void aBowlTakesNewtonFewSteps() {
        PLAIN.use(() -> {
            List<Double> lengths = new ArrayList<>();
            NewtonCg newton = NewtonCg.of(both, 1).withTolerance(1e-12);
            for (int i = 0; i < 6; i++) {
                lengths.add(Math.sqrt(Vectors.dot(slope(point()), slope(point()))));
                newton.step(this::bowl);
            }
            // Of each system so much is left as the square root of its length says.
            for (int i = 1; i < 6; i++) {
                double forced = Math.min(0.5, Math.sqrt(lengths.get(i - 1)));
                assertThat(lengths.get(i)).isLessThan(forced * lengths.get(i - 1) + 1e-12);
            }
            assertThat(point()).containsExactly(END, within(1e-8));
            return 0;
        });
    }

    @Test
    void newtonLeavesASaddle() {
        PLAIN.use(() -> {
            Parameter x = new Parameter(Tensor.of(Shape.of(2), 0.5, 1e-3));
            NewtonCg.of(x, 30).step(() -> Prototypes.saddle(x.get()));
            double[] end = x.get().toDoubles();
            assertThat(end[0]).isCloseTo(0, within(1e-4));
            assertThat(Math.abs(end[1])).isCloseTo(Math.sqrt(2), within(1e-4));
            return 0;
        });
    }
}
