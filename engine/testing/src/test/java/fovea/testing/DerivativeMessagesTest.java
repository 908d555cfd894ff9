package fovea.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mistakes in differentiation and what a person reads of them. */
class DerivativeMessagesTest {
    private record Mistake(ThrowingCallable made, String message) {}

    private static Mistake mistake(ThrowingCallable made, String message) {
        return new Mistake(made, message);
    }

    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static Tensor labels() {
        return Tensor.of(Shape.of(2), 0, 1);
    }

    private static final List<Mistake> MISTAKES = List.of(
            mistake(() -> Autograd.gradient(t(3), x -> x), """
                    gradient: the loss is [3]
                      only a scalar has a gradient; loss.mean() or loss.sum() would fit"""),
            mistake(() -> Autograd.gradientsAt(List.of("a"), () -> Taps.tap("a", t(3))), """
                    gradient: the loss is [3]
                      only a scalar has a gradient; loss.mean() or loss.sum() would fit"""),
            mistake(() -> Autograd.hvp(x -> x, t(3), t(3)), """
                    gradient: the loss is [3]
                      only a scalar has a gradient; loss.mean() or loss.sum() would fit"""),
            mistake(() -> Autograd.gradient(labels(), x -> t(1).sum()), """
                    gradient: x is i32[2]
                      only floating-point numbers have gradients; cast(DType.F32) would fit"""),
            mistake(() -> Autograd.gradient(t(1), x -> labels().slice(0, 0, 1, 1)), """
                    gradient: the loss is i32[1]
                      only floating-point numbers have gradients; cast(DType.F32) would fit"""),
            mistake(
                    () -> Autograd.gradientsAt(List.of("y"), () -> {
                        Taps.tap("y", labels());
                        return t(1);
                    }),
                    """
                    gradientsAt: y is i32[2]
                      only floating-point numbers have gradients; cast(DType.F32) would fit"""),
            mistake(() -> Autograd.vjp(x -> x.sum(0), t(2, 3), t(2)), """
                    vjp: dy is f32[2] and f(x) is f32[3]
                      dy must be like f(x)"""),
            mistake(() -> Autograd.jvp(x -> x.sum(0), t(2, 3), t(3)), """
                    jvp: dx is f32[3] and x is f32[2, 3]
                      dx must be like x"""),
            mistake(() -> Autograd.hvp(Tensor::sum, t(2), Tensor.of(Shape.of(2), 1.0, 1.0)), """
                    hvp: v is f64[2] and x is f32[2]
                      v must be like x"""),
            mistake(() -> Autograd.jacobian(x -> x.mul(2), labels()), """
                    jacobian: x is i32[2]
                      only floating-point numbers have gradients; cast(DType.F32) would fit"""),
            mistake(() -> escaped().add(1), """
                    a f32[2] tensor escaped the Tape that made it and has no elements here
                      return it from the function that was traced or differentiated"""),
            mistake(() -> Autograd.gradient(t(2), x -> x.add(escaped()).sum()), """
                    a f32[2] tensor escaped the Tape that made it and has no elements here
                      return it from the function that was traced or differentiated"""),
            mistake(() -> Taps.observe(List.of("layer9"), () -> Taps.tap("layer2", Taps.tap("layer1", t(2)))), """
                    the program passes nothing called layer9
                      it passes layer1, layer2"""),
            mistake(() -> Autograd.gradientsAt(List.of("layer9"), () -> t(1)), """
                    the program passes nothing called layer9
                      nothing in it has a name"""),
            mistake(() -> Taps.observe(List.of("a"), () -> Taps.tap("a", Taps.tap("a", t(2)))), """
                    the program passes a twice
                      give each pass a name of its own, such as model.forward("left", x), and ask for left.a"""),
            mistake(
                    () -> Autograd.gradient(
                            t(2),
                            x -> Autograd.withGradient(in -> in.mul(x), (in, dy) -> dy)
                                    .apply(x.mul(2))
                                    .sum()),
                    """
                    a function with a gradient of its own reads a f32[2] tensor that is not among its arguments, and would lose its gradient
                      hand it in as an argument, or cut it off with stopGradient()"""),
            mistake(
                    () -> Autograd.gradient(
                            t(2),
                            x -> Autograd.withGradient(in -> x, (in, dy) -> dy)
                                    .apply(x.mul(2))
                                    .sum()),
                    """
                    a function with a gradient of its own reads a f32[2] tensor that is not among its arguments, and would lose its gradient
                      hand it in as an argument, or cut it off with stopGradient()"""),
            mistake(DerivativeMessagesTest::readAParameter, """
                    a function with a gradient of its own reads a f32[2] tensor that is not among its arguments, and would lose its gradient
                      hand it in as an argument, or cut it off with stopGradient()"""),
            mistake(
                    () -> Autograd.gradient(
                            t(2),
                            x -> Autograd.withGradient(in -> in.mul(2), (in, dy) -> dy.sum())
                                    .apply(x)
                                    .sum()),
                    """
                    withGradient: the gradient by input 0 is f32[] and the input f32[2]
                      a gradient has the shape and type of what it is the gradient by"""),
            mistake(
                    () -> Autograd.gradient(
                            t(2),
                            x -> Autograd.withGradient(
                                            (List<Tensor> in) ->
                                                    List.of(in.getFirst().mul(2)),
                                            (in, y, dy) -> List.of())
                                    .apply(List.of(x))
                                    .getFirst()
                                    .sum()),
                    """
                    withGradient: the gradients are 0 and the inputs 1
                      give one for each input, null for none"""),
            mistake(
                    () -> Autograd.override(
                            Unary.Relu.class,
                            (relu, r, dy) -> new Tensor[] {t(3)},
                            () -> Autograd.gradient(t(2), x -> x.relu().sum())),
                    """
                    override of relu: the gradient by input 0 is f32[3] and the input f32[2]
                      a gradient has the shape and type of what it is the gradient by"""));

    private static Tensor escaped() {
        Tensor[] kept = new Tensor[1];
        Autograd.gradient(t(2), x -> {
            kept[0] = x.mul(2);
            return x.sum();
        });
        return kept[0];
    }

    private static void readAParameter() {
        Parameter w = new Parameter(t(2));
        Autograd.valueAndGradients(
                List.of(w),
                () -> Autograd.withGradient(in -> in.mul(w.get()), (in, dy) -> dy)
                        .apply(t(2))
                        .sum());
    }

    @TestFactory
    Stream<DynamicTest> mistakesAreExplained() {
        return MISTAKES.stream()
                .map(m -> dynamicTest(
                        m.message().lines().findFirst().orElseThrow(),
                        () -> assertThatThrownBy(m.made())
                                .hasMessage(m.message().replace("\n", System.lineSeparator()))));
    }
}
