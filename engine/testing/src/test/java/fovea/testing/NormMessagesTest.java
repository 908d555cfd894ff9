package fovea.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mistakes with normalizations and activations, and what a person reads of them. */
class NormMessagesTest {
    private record Mistake(ThrowingCallable made, String message) {}

    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake(() -> t(2, 3, 4).layerNorm(Shape.of(3), null, null, 1e-5), """
                    layerNorm: x is f32[2, 3, 4], to be normalized over [3]
                      the last sizes of x must be [3], and x of floating-point numbers"""),
            new Mistake(() -> t(2, 4).layerNorm(Shape.of(4), t(3), null, 1e-5), """
                    layerNorm: the weight is [3]
                      it must be [4], as what is normalized"""),
            new Mistake(() -> t(4).layerNorm(Shape.of(2, 4), null, null, 1e-5), """
                    layerNorm: x is f32[4], to be normalized over [2, 4]
                      the last sizes of x must be [2, 4], and x of floating-point numbers"""),
            new Mistake(() -> t(4).layerNorm(Shape.SCALAR, null, null, 1e-5), """
                    layerNorm: x is f32[4], to be normalized over []
                      the last sizes of x must be [], one at least, and x of floating-point numbers"""),
            new Mistake(() -> t(2, 4).layerNorm(Shape.of(4), t(4).cast(DType.F64), null, 1e-5), """
                    mul: a is f32[2, 4] and b is f64[2, 4]
                      the types must be equal; a.cast or b.cast would fit"""),
            new Mistake(() -> t(2, 4).cast(DType.I32).rmsNorm(Shape.of(4), null, 1e-5), """
                    rmsNorm: x is i32[2, 4], to be normalized over [4]
                      the last sizes of x must be [4], and x of floating-point numbers"""),
            new Mistake(() -> t(2, 4, 3).groupNorm(3, null, null, 1e-5), """
                    groupNorm: x is f32[2, 4, 3], in 3 groups
                      x must be [N, C, ...] of floating-point numbers, C a multiple of the groups"""),
            new Mistake(() -> t(2, 4, 3).groupNorm(2, t(4), t(2), 1e-5), """
                    groupNorm: x is [2, 4, 3] and the bias [2]
                      it must be [4], one for each channel"""),
            new Mistake(() -> t(2, 4, 1).instanceNorm(null, null, 1e-5), """
                    instanceNorm: x is f32[2, 4, 1]
                      x must be [N, C, L…] of floating-point numbers, with 2 pixels or more: one has no variance"""),
            new Mistake(() -> t(2, 4).batchNorm(t(4), t(3), null, null, 1e-5), """
                    batchNorm: x is [2, 4] and the variance [3]
                      it must be [4], one for each channel"""),
            new Mistake(() -> t(4).batchNorm(t(4), t(4), null, null, 1e-5), """
                    batchNorm: x is f32[4]
                      x must be [N, C, ...] of floating-point numbers"""),
            new Mistake(() -> t(2, 4).localResponseNorm(3, 1, 1, 1), """
                    localResponseNorm: x is f32[2, 4], the size 3
                      x must be [N, C, L…] of floating-point numbers, and the size 1 or more"""),
            new Mistake(() -> t(3, 2).weightNorm(t(3)), """
                    weightNorm: v is [3, 2] and g is [3]
                      g must be [] or have as many axes as v, each of its size or 1"""),
            new Mistake(() -> t(3, 2).spectralNorm(t(2), t(3)), """
                    spectralNorm: w is [3, 2], u [2] and v [3]
                      w must be [M, N], u [M] and v [N]"""),
            new Mistake(() -> t(3, 2).normalize(2), """
                    axis: [3, 2] has no axis 2
                      axes are -2 to 1"""),
            new Mistake(() -> t(3, 2).normalize(2, 1e-12), """
                    normalize: x is f32[3, 2], over no axes
                      name the axes that a length is taken over, of floating-point numbers"""),
            new Mistake(() -> t(3, 2).cast(DType.I32).normalize(1), """
                    normalize: x is i32[3, 2], over [1]
                      name the axes that a length is taken over, of floating-point numbers"""),
            new Mistake(() -> t(3, 5).glu(1), """
                    glu: x is [3, 5], 5 along axis 1
                      it needs two equal halves"""),
            new Mistake(() -> t(3, 5).maxout(2), """
                    maxout: x is [3, 5], in pieces of 2
                      x must be [N, C, ...], C a multiple of pieces"""),
            new Mistake(() -> t(3, 5).prelu(t(3)), """
                    prelu: x is [3, 5] and the weight [3]
                      the weight must be [1] or, one for each channel, [5]"""),
            new Mistake(() -> t(3).hardtanh(1, 1), """
                    hardtanh: min is 1.0 and max 1.0
                      min must be less than max"""),
            new Mistake(() -> t(3).softshrink(-1), """
                    softshrink: lambda is -1.0
                      it must be 0 or more"""),
            new Mistake(() -> t(3).softmax(1), """
                    axis: [3] has no axis 1
                      axes are -1 to 0"""));

    @TestFactory
    Stream<DynamicTest> eachMistakeIsExplained() {
        return MISTAKES.stream()
                .map(m -> dynamicTest(
                        m.message().lines().findFirst().orElse(""),
                        () -> assertThatThrownBy(m.made())
                                .isInstanceOf(ShapeException.class)
                                .hasMessage(m.message().replace("\n", System.lineSeparator()))));
    }
}
