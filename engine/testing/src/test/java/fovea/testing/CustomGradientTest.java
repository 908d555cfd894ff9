package fovea.testing;

import static fovea.testing.TensorAssertions.assertAllClose;
import static fovea.testing.TensorAssertions.assertAllIdentical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.autograd.GradientRule;
import fovea.device.Device;
import fovea.graph.Compiled;
import fovea.tensor.BatchNorm;
import fovea.tensor.CustomOp;
import fovea.tensor.DType;
import fovea.tensor.Fused;
import fovea.tensor.Keep;
import fovea.tensor.Op;
import fovea.tensor.Residuals;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ops from outside the vocabulary, functions with a gradient of their own, and gradient rules put in place of others. */
class CustomGradientTest {
    private static final Device REFERENCE = Device.named("reference");

    /** Guided backpropagation, Springenberg et al. 2015: what passes was positive on the way there and is positive on the way back. */
    private static final GradientRule<Unary.Relu> GUIDED =
            (relu, r, dy) -> new Tensor[] {Op.only(dy).relu().wherePositive(r.output(0))};

    /** Deconvolutional networks, Zeiler and Fergus 2014: what passes is positive on the way back. */
    private static final GradientRule<Unary.Relu> DECONVOLUTION = (relu, r, dy) -> new Tensor[] {
        Op.only(dy).relu()
    };

    /** {@code y₀ = x³ / s}, {@code y₁ = [x > 0]} as integers. */
    private record Cube(double scale) implements CustomOp {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {x[0], new Spec(x[0].shape(), DType.I32)};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public double[][] compute(Spec[] in, double[][] x, Spec[] out) {
            return new double[][] {
                Arrays.stream(x[0]).map(a -> a * a * a / scale).toArray(),
                Arrays.stream(x[0]).map(a -> a > 0 ? 1 : 0).toArray()
            };
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return new Tensor[] {Op.only(dy).mul(r.input(0).square()).mul(3 / scale)};
        }
    }

    /** Promises one shape and computes another. */
    private record Broken() implements CustomOp {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {x[0]};
        }

        @Override
        public Keep keep() {
            return Keep.NOTHING;
        }

        @Override
        public double[][] compute(Spec[] in, double[][] x, Spec[] out) {
            return new double[][] {new double[1]};
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return new Tensor[1];
        }
    }

    private static Tensor cube(Tensor x) {
        return new Cube(2).outputs(x)[0];
    }

    @Test
    void anOpOfOnesOwnRunsOnEveryDevice() {
        for (Device device : Device.all()) {
            if (device.unavailable().isEmpty()) {
                device.use(() -> {
                    Tensor[] y = new Cube(2).outputs(Tensor.of(Shape.of(2, 2), 1f, -2f, 3f, 0f).transpose());
                    assertThat(y[0].toArray()).containsExactly(0.5f, 13.5f, -4, 0);
                    assertThat(y[1].toInts()).containsExactly(1, 1, 0, 0);
                    return y;
                });
            }
        }
    }

    @Test
    void anOpOfOnesOwnIsDifferentiatedToAnyOrder() {
        Tensor x = Tensor.of(Shape.of(2), 0.7, -1.2);
        GradientCheck check = new GradientCheck("cube", in -> List.of(new Cube(2).outputs(in.getFirst())), List.of(x));
        check.first(1e-9);
        check.second(1e-8);
        Tensor third = Autograd.gradient(
                x, a -> Autograd.gradient(a, b -> Autograd.gradient(b, c -> cube(c).sum())
                                .sum())
                        .sum());
        assertThat(third.toDoubles()).containsExactly(3, 3);
    }

    @Test
    void anOpOfOnesOwnCompiles() {
        same(
                in -> List.of(
                        cube(in.getFirst().mul(2)).relu(),
                        Autograd.gradient(in.getFirst(), t -> Autograd.checkpoint(
                                        () -> cube(t.tanh()).exp())
                                .sum())),
                Tensor.of(1, -2, 3));
    }

    @Test
    void anOpThatComputesAnotherShapeThanItPromisedIsNamed() {
        assertThatThrownBy(() -> new Broken().apply(Tensor.of(1, 2)))
                .hasMessage("Broken[] computed [1] elements%n  its infer promised [f32[2]]".formatted());
    }

    /** A step function which lets gradients straight through where it is steep (Bengio et al. 2013). */
    private static final UnaryOperator<Tensor> STRAIGHT = Autograd.withGradient(
            x -> x.wherePositive(x).div(x), (x, dy) -> dy.wherePositive(x.square().neg().add(1)));

    @Test
    void aStraightThroughEstimator() {
        Tensor x = Tensor.of(0.5f, -0.5f, 3);
        Autograd.Product found = Autograd.vjp(STRAIGHT, x, Tensor.of(2, 3, 4));
        assertThat(found.value().toArray()).containsExactly(1, 0, 1);
        assertThat(found.product().toArray()).containsExactly(2, 3, 0);
        same(
                in -> List.of(Autograd.gradient(
                        in.getFirst(), t -> STRAIGHT.apply(t.mul(0.5)).mul(t).sum())),
                x);
    }

    @Test
    void aReversedGradient() {
        UnaryOperator<Tensor> reversed = Autograd.withGradient(x -> x, (x, dy) -> dy.neg());
        Tensor gradient =
                Autograd.gradient(Tensor.of(1, 2), t -> reversed.apply(t).square().sum());
        assertThat(gradient.toArray()).containsExactly(-2, -4);
    }

    @Test
    void secondGradientsAreThoseOfTheRule() {
        UnaryOperator<Tensor> odd = Autograd.withGradient(Tensor::square, (x, dy) -> dy.mul(x.square()));
        Tensor x = Tensor.of(Shape.of(2), 2.0, 5.0);
        Tensor second = Autograd.gradient(
                x, a -> Autograd.gradient(a, b -> odd.apply(b).sum()).sum());
        assertThat(second.toDoubles()).as("d/dx x²").containsExactly(4, 10);
        Tensor outer = Autograd.gradient(x, a -> {
            Tensor y = Autograd.gradient(Tensor.of(Shape.of(2), 1.0, 1.0), b -> b.mul(odd.apply(a))
                    .sum());
            return y.sum();
        });
        assertThat(outer.toDoubles()).as("the outer tape sees the rule too").containsExactly(4, 25);
    }

    @Test
    void aFunctionOfSeveralTensorsMayHandItselfResiduals() {
        Function<List<Tensor>, List<Tensor>> product = Autograd.withGradient(
                (List<Tensor> x) -> List.of(x.get(0).mul(x.get(1).exp()), x.get(1).exp()),
                (x, y, dy) -> Arrays.asList(dy.get(0).mul(y.get(1)), dy.get(0).mul(y.get(0))));
        Samples samples = new Samples(new SplittableRandom(1), DType.F64);
        Function<List<Tensor>, List<Tensor>> program =
                in -> List.of(product.apply(in).getFirst().tanh());
        List<Tensor> x = List.of(samples.positive(Shape.of(3)), samples.positive(Shape.of(3)));
        new GradientCheck("product", program, x).first(1e-9);
        assertAllIdentical(
                Autograd.gradients(x, in -> Autograd.checkpoint(
                                () -> program.apply(in).getFirst().exp())
                        .sum()),
                Autograd.gradients(x, in -> program.apply(in).getFirst().exp().sum()));
    }

    @Test
    void aFunctionWithinAFunctionBelongsToTheOuter() {
        UnaryOperator<Tensor> outer = Autograd.withGradient(
                x -> STRAIGHT.apply(x).add(Autograd.gradient(x, t -> t.square().sum())), (x, dy) -> dy.mul(7));
        Autograd.Product found = Autograd.vjp(outer, Tensor.of(1, 2), Tensor.of(1, 1));
        assertThat(found.value().toArray()).containsExactly(3, 5);
        assertThat(found.product().toArray()).containsExactly(7, 7);
    }

    private static final Tensor WEIGHT = Tensor.of(Shape.of(2, 3), 1f, 1, -1, 1, -1, 1);
    private static final Tensor SCORE = Tensor.of(Shape.of(1, 3), 2f, 5, -4);

    /** Scores {@code (2, 5, −4) · relu(x W)}; at {@code x = (1, 2)} the rectifier sees {@code (3, −1, 1)}. */
    private static Tensor model(Tensor x) {
        return x.matmul(WEIGHT).relu().mul(SCORE).sum();
    }

    private static Tensor saliency() {
        return Autograd.gradient(Tensor.of(Shape.of(1, 2), 1f, 2), CustomGradientTest::model);
    }

    @Test
    void guidedBackpropagationByHand() {
        assertThat(saliency().toArray()).as("W (2, 0, −4)").containsExactly(6, -2);
        Tensor guided = Autograd.override(Unary.Relu.class, GUIDED, CustomGradientTest::saliency);
        assertThat(guided.toArray()).as("W (2, 0, 0)").containsExactly(2, 2);
        Tensor deconvolved = Autograd.override(Unary.Relu.class, DECONVOLUTION, CustomGradientTest::saliency);
        assertThat(deconvolved.toArray()).as("W (2, 5, 0)").containsExactly(7, -3);
        assertThat(saliency().toArray()).as("afterwards all is as before").containsExactly(6, -2);
    }

    @Test
    void aRuleHoldsForStepsTakenWithinIt() {
        Tensor x = Tensor.of(Shape.of(1, 2), 1f, 2);
        Tensor inside = Autograd.gradient(x, t -> Autograd.override(Unary.Relu.class, GUIDED, () -> model(t)));
        assertThat(inside.toArray()).containsExactly(2, 2);
        Tensor both = Autograd.override(
                Unary.Relu.class,
                GUIDED,
                () -> Autograd.override(Unary.Relu.class, DECONVOLUTION, CustomGradientTest::saliency));
        assertThat(both.toArray()).as("the innermost").containsExactly(7, -3);
        Tensor checkpointed = Autograd.override(
                Unary.Relu.class, GUIDED, () -> Autograd.gradient(x, t -> Autograd.checkpoint(() -> model(t))));
        assertThat(checkpointed.toArray()).containsExactly(2, 2);
    }

    @Test
    void aRuleReachesIntoFusedOps() {
        BatchNorm norm = new BatchNorm(1e-5);
        Samples samples = new Samples(new SplittableRandom(3), DType.F64);
        Tensor x = samples.make(Shape.of(4, 2, 3, 3), i -> Math.sin(3 * i));
        Tensor scale = samples.positive(Shape.of(2));
        Tensor weight = samples.make(x.shape(), Math::cos);
        UnaryOperator<Tensor> plain = t ->
                norm.outputs(t, scale, scale)[0].relu().mul(weight).sum();
        UnaryOperator<Tensor> fused = t -> new BatchNorm.Rectified(norm)
                .outputs(t, scale, scale)[0].mul(weight).sum();
        Tensor expected = guided(() -> Autograd.gradient(x, plain));
        assertAllClose(List.of(guided(() -> Autograd.gradient(x, fused))), List.of(expected), 64);
        assertThat(expected.toDoubles())
                .isNotEqualTo(Autograd.gradient(x, plain).toDoubles());
        Fused chain = new Fused(1, List.of(new Fused.Step(new Unary.Relu(), 0, 0)), List.of(1));
        assertAllIdentical(
                List.of(guided(() -> Autograd.gradient(
                        x, t -> chain.apply(t).mul(weight).sum()))),
                List.of(guided(() -> Autograd.gradient(
                        x, t -> t.relu().mul(weight).sum()))));
    }

    private static Tensor guided(Supplier<Tensor> program) {
        return Autograd.override(Unary.Relu.class, GUIDED, program);
    }

    @Test
    void aRuleHoldsInCompiledFunctions() {
        BatchNorm norm = new BatchNorm(1e-5);
        Tensor x = new Samples(new SplittableRandom(3), DType.F32).make(Shape.of(4, 2, 3, 3), i -> Math.sin(3 * i));
        Tensor weight = new Samples(new SplittableRandom(3), DType.F32).make(x.shape(), Math::cos);
        Tensor scale = Tensor.of(1, 2);
        UnaryOperator<Tensor> model = t ->
                norm.outputs(t, scale, scale)[0].relu().mul(weight).sum();
        same(in -> List.of(guided(() -> Autograd.gradient(in.getFirst(), model))), x);
        Compiled unguided = Compiled.of(in -> List.of(Autograd.gradient(in.getFirst(), model)));
        REFERENCE.use(() -> {
            Tensor before = unguided.run(x).getFirst();
            Tensor within = guided(() -> unguided.run(x).getFirst());
            assertAllIdentical(List.of(within), List.of(guided(() -> Autograd.gradient(x, model))));
            assertAllIdentical(unguided.run(x), List.of(before));
            return x;
        });
    }

    @Test
    void aRuleThatIsTheOpsOwnChangesNothing() {
        Tensor x = Tensor.of(Shape.of(1, 2), 1f, 2);
        Tensor second = Autograd.gradient(
                x, t -> Autograd.gradient(t, u -> model(u.square())).square().sum());
        Tensor same = Autograd.override(
                Unary.Relu.class,
                (relu, r, dy) -> relu.vjp(r, dy),
                () -> Autograd.gradient(x, t -> Autograd.gradient(t, u -> model(u.square()))
                        .square()
                        .sum()));
        assertAllIdentical(List.of(same), List.of(second));
    }

    private static void same(Function<List<Tensor>, List<Tensor>> program, Tensor x) {
        REFERENCE.use(() -> {
            assertAllIdentical(Compiled.of(program).run(x), program.apply(List.of(x)));
            return x;
        });
    }
}
