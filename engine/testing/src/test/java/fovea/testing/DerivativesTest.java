package fovea.testing;

import static fovea.testing.TensorAssertions.assertAllIdentical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.Product;
import fovea.device.Device;
import fovea.graph.Compiled;
import fovea.graph.Trace;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is differentiated and what is not; derivatives of higher order; products with Jacobians and Hessians. */
class DerivativesTest {
    private static final Device REFERENCE = Device.named("reference");
    private static final Samples SAMPLES = new Samples(new SplittableRandom(5), DType.F64);
    private static final Tensor W = SAMPLES.positive(Shape.of(3, 2));

    private static Tensor x(double... elements) {
        return Tensor.of(Shape.of(elements.length), elements);
    }

    /** From {@code [3]} to {@code [2]}, bent everywhere. */
    private static Tensor bent(Tensor x) {
        Tensor y = x.reshape(Shape.of(1, 3)).mul(x.exp()).matmul(W).tanh();
        return y.reshape(Shape.of(2)).add(x.square().sum());
    }

    private static Tensor rosenbrock(Tensor x) {
        Tensor a = x.slice(0, 0, 1, 1);
        Tensor b = x.slice(0, 1, 2, 1);
        return b.sub(a.square()).square().mul(100).add(a.neg().add(1).square()).sum();
    }

    @Test
    void aStoppedGradientLeavesTheValue() {
        Tensor x = x(2, 3);
        Product found = Autograd.vjp(t -> t.mul(t.stopGradient()), x, x(1, 1));
        assertThat(found.value().toDoubles()).containsExactly(4, 9);
        assertThat(found.product().toDoubles()).as("not 2x").containsExactly(2, 3);
    }

    @Test
    void aStoppedGradientStaysStoppedInATracedGraph() {
        Tensor x = x(2, 3);
        var graph = Trace.of(in -> List.of(in.getFirst().mul(in.getFirst().stopGradient())), x.spec());
        Tensor gradient = Autograd.gradient(x, t -> graph.run(t).getFirst().sum());
        assertThat(gradient.toDoubles()).containsExactly(2, 3);
        same(
                in -> List.of(Autograd.gradient(
                        in.getFirst(), t -> t.mul(t.tanh().stopGradient()).sum())),
                x);
    }

    @Test
    void nothingIsComputedBehindAStoppedGradient() {
        Tensor x = x(2, 3);
        assertThat(products(() -> Autograd.gradient(
                        x, t -> t.add(t.exp().exp().exp().stopGradient()).sum())))
                .as("exp's gradient is a product")
                .isZero();
    }

    @Test
    void nothingIsComputedOnPathsThatHaveNoGradient() {
        Tensor x = x(2, 3);
        assertThat(products(() -> Autograd.gradient(
                        x,
                        t -> t.add(new Comparison.Equal().apply(t.exp().exp(), x))
                                .sum())))
                .isZero();
        assertThat(products(() ->
                        Autograd.gradient(x, t -> t.add(t.exp().exp().floor()).sum())))
                .isZero();
        assertThat(products(() -> Autograd.gradient(
                        x, t -> x.wherePositive(t.exp().exp()).add(t).sum())))
                .isZero();
    }

    private static long products(java.util.function.Supplier<?> program) {
        return Listening.count("mul", program);
    }

    @Test
    void theFirstConvolutionNeedsNoGradientByTheImage() {
        Tensor image = Tensor.ones(Shape.of(1, 2, 5, 5));
        Parameter first = new Parameter(Tensor.full(Shape.of(3, 2, 3, 3), 0.1));
        Parameter second = new Parameter(Tensor.full(Shape.of(2, 3, 3, 3), 0.1));
        assertThat(convolutions("conv2d input gradient", List.of(first, second), image, first, second))
                .isEqualTo(1);
        assertThat(convolutions("conv2d weight gradient", List.of(first, second), image, first, second))
                .isEqualTo(2);
    }

    @Test
    void aParameterNobodyAsksForCostsNothing() {
        Tensor image = Tensor.ones(Shape.of(1, 2, 5, 5));
        Parameter first = new Parameter(Tensor.full(Shape.of(3, 2, 3, 3), 0.1));
        Parameter second = new Parameter(Tensor.full(Shape.of(2, 3, 3, 3), 0.1));
        assertThat(convolutions("conv2d input gradient", List.of(second), image, first, second))
                .isZero();
        assertThat(convolutions("conv2d weight gradient", List.of(second), image, first, second))
                .isEqualTo(1);
        assertThat(convolutions("conv2d weight gradient", List.of(first), image, first, second))
                .isEqualTo(1);
    }

    private static long convolutions(
            String op, List<Parameter> asked, Tensor image, Parameter first, Parameter second) {
        return Listening.count(
                op,
                () -> Autograd.valueAndGradients(
                        asked,
                        () -> image.conv2d(first.get(), 1, 0)
                                .relu()
                                .conv2d(second.get(), 1, 0)
                                .sum()));
    }

    @Test
    void productsWithJacobiansAgreeWithTheMatrix() {
        Tensor x = x(0.3, -0.2, 0.5);
        Tensor jacobian = Autograd.jacobian(DerivativesTest::bent, x);
        assertThat(jacobian.shape()).isEqualTo(Shape.of(2, 3));
        Tensor dx = x(1, -2, 0.5);
        Product forward = Autograd.jvp(DerivativesTest::bent, x, dx);
        close(forward.product(), jacobian.matmul(dx.reshape(Shape.of(3, 1))));
        close(forward.value(), bent(x));
        Tensor dy = x(2, -1);
        Product reverse = Autograd.vjp(DerivativesTest::bent, x, dy);
        close(reverse.product(), dy.reshape(Shape.of(1, 2)).matmul(jacobian));
        close(reverse.value(), bent(x));
    }

    @Test
    void aJacobianMatchesDifferences() {
        double h = 1e-5;
        Tensor x = x(0.3, -0.2, 0.5);
        double[] jacobian = Autograd.jacobian(DerivativesTest::bent, x).toDoubles();
        for (int j = 0; j < 3; j++) {
            double[] up = x.toDoubles();
            double[] down = x.toDoubles();
            up[j] += h;
            down[j] -= h;
            Tensor difference = bent(x(up)).sub(bent(x(down))).div(2 * h);
            for (int i = 0; i < 2; i++) {
                assertThat(jacobian[3 * i + j]).isCloseTo(difference.toDoubles()[i], within(1e-8));
            }
        }
    }

    @Test
    void aJacobianHasTheSizesOfBoth() {
        Tensor x = SAMPLES.positive(Shape.of(2, 3));
        assertThat(Autograd.jacobian(Tensor::transpose, x).shape()).isEqualTo(Shape.of(3, 2, 2, 3));
        assertThat(Autograd.jacobian(t -> t.sum(), x).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Autograd.jacobian(t -> x.mul(2), x).toDoubles()).containsOnly(0);
    }

    @Test
    void aHessianByHand() {
        Tensor hessian = Autograd.hessian(DerivativesTest::rosenbrock, x(1, 1));
        assertThat(hessian.toDoubles()).containsExactly(802, -400, -400, 200);
        Product product = Autograd.hvp(DerivativesTest::rosenbrock, x(1, 1), x(1, 3));
        assertThat(product.product().toDoubles()).containsExactly(802 - 1200, -400 + 600);
        assertThat(product.value().item()).isZero();
    }

    @Test
    void thirdDerivativesAreHessiansDifferentiated() {
        UnaryOperator<Tensor> f = t -> {
            Tensor a = t.slice(0, 0, 1, 1);
            return a.mul(a).mul(a).mul(t.slice(0, 1, 2, 1)).sum();
        };
        Tensor third = Autograd.jacobian(t -> Autograd.hessian(f, t), x(2, 5));
        assertThat(third.toDoubles()).as("of a³b at (2, 5)").containsExactly(30, 12, 12, 0, 12, 0, 0, 0);
    }

    @Test
    void productsCanBeDifferentiated() {
        Tensor v = x(1, -2, 0.5);
        Function<List<Tensor>, List<Tensor>> forward = in -> List.of(
                Autograd.jvp(DerivativesTest::bent, in.getFirst(), in.getLast()).product());
        check("jvp", forward, x(0.3, -0.2, 0.5), v);
        check(
                "vjp",
                in -> List.of(Autograd.vjp(DerivativesTest::bent, in.getFirst(), in.getLast())
                        .product()),
                x(0.3, -0.2, 0.5),
                x(2, -1));
        check(
                "hvp",
                in -> List.of(Autograd.hvp(t -> bent(t).tanh().sum(), in.getFirst(), in.getLast())
                        .product()),
                x(0.3, -0.2, 0.5),
                v);
    }

    private static void check(String name, Function<List<Tensor>, List<Tensor>> program, Tensor... x) {
        GradientCheck check = new GradientCheck(name, program, List.of(x));
        check.first(1e-8);
        check.second(1e-7);
    }

    @Test
    void whatDoesNotDependOnXHasZeroProducts() {
        Tensor x = x(1, 2);
        assertThat(Autograd.vjp(t -> x(3), x, x(1)).product().toDoubles()).containsExactly(0, 0);
        assertThat(Autograd.jvp(t -> x(3), x, x).product().toDoubles()).containsExactly(0);
        assertThat(Autograd.hvp(t -> t.mul(2).sum(), x, x).product().toDoubles())
                .containsExactly(0, 0);
    }

    @Test
    void compiledDerivativesEqualEagerOnes() {
        same(
                in -> {
                    Tensor x = in.getFirst();
                    Tensor v = x.mul(2);
                    UnaryOperator<Tensor> scalar = t -> bent(t).sum();
                    return List.of(
                            Autograd.jvp(DerivativesTest::bent, x, v).product(),
                            Autograd.hvp(scalar, x, v).product(),
                            Autograd.jacobian(DerivativesTest::bent, x),
                            Autograd.hessian(scalar, x),
                            Autograd.gradient(
                                    x,
                                    t -> Autograd.gradient(
                                                    t,
                                                    u -> Autograd.gradient(u, scalar)
                                                            .sum())
                                            .square()
                                            .sum()));
                },
                x(0.3, -0.2, 0.5));
    }

    @Test
    void aHessianProductByParameters() {
        Parameter w = new Parameter(x(1, 2));
        Tensor v = x(1, -1);
        var outer = Autograd.valueAndGradients(List.of(w), () -> {
            var inner = Autograd.valueAndGradients(
                    List.of(w), () -> w.get().mul(w.get()).mul(w.get()).sum());
            return java.util.Objects.requireNonNull(inner.gradients().get(w))
                    .mul(v)
                    .sum();
        });
        assertThat(java.util.Objects.requireNonNull(outer.gradients().get(w)).toDoubles())
                .as("6 w v")
                .containsExactly(6, -12);
    }

    @Test
    void theWayBackReadsAVariableAsItWas() {
        State scale = new State(x(2, 3));
        Tensor gradient = Autograd.gradient(x(1, 1), t -> {
            Tensor y = t.mul(scale.get())
                    .add(t.mul(scale.get().reshape(Shape.of(2, 1)).sum(1)));
            scale.set(x(100, 100));
            return y.sum();
        });
        assertThat(gradient.toDoubles()).containsExactly(4, 6);
        assertThat(scale.get().toDoubles()).containsExactly(100, 100);
    }

    @Test
    void aParameterWrittenOnTheWayIsReadAnewAsAConstant() {
        Parameter w = new Parameter(x(2, 3));
        var found = Autograd.valueAndGradients(List.of(w), () -> {
            Tensor before = w.get().square().sum();
            w.set(x(10, 10));
            return before.add(w.get().mul(x(1, 2)).sum());
        });
        assertThat(found.value().item()).isEqualTo(43);
        assertThat(java.util.Objects.requireNonNull(found.gradients().get(w)).toDoubles())
                .containsExactly(4, 6);
    }

    private static void close(Tensor found, Tensor expected) {
        assertThat(found.toDoubles()).containsExactly(expected.toDoubles(), within(1e-13));
    }

    private static void same(Function<List<Tensor>, List<Tensor>> program, Tensor x) {
        REFERENCE.use(() -> {
            assertAllIdentical(Compiled.of(program).run(x), program.apply(List.of(x)));
            return x;
        });
    }
}
