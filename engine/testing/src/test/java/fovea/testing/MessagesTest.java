package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.DeviceException;
import fovea.graph.Compiled;
import fovea.graph.Trace;
import fovea.tensor.BatchNorm;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.MatMul;
import fovea.tensor.MaxPool;
import fovea.tensor.OneHot;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import fovea.tensor.Split;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Mistakes and what a person reads of them. */
class MessagesTest {
    private record Mistake(ThrowingCallable made, String message) {}

    private static Mistake mistake(ThrowingCallable made, String message) {
        return new Mistake(made, message);
    }

    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static final List<Mistake> MISTAKES = List.of(
            mistake(() -> t(2, 3).matmul(t(4, 3)), """
                    matmul: a is [2, 3] and b is [4, 3]
                      a's columns (3) must equal b's rows (4); b.transpose() would fit"""),
            mistake(() -> t(32, 128).matmul(t(64, 10)), """
                    matmul: a is [32, 128] and b is [64, 10]
                      a's columns (128) must equal b's rows (64)"""),
            mistake(() -> t(2, 3).matmul(t(2)), """
                    matmul: a is [2, 3] and b is [2]
                      a's columns (3) must equal b's elements (2)"""),
            mistake(() -> t(3).matmul(t(2, 3)), """
                    matmul: a is [3] and b is [2, 3]
                      a's elements (3) must equal b's rows (2); b.transpose() would fit"""),
            mistake(() -> t(2, 2, 3).matmul(t(4, 3, 2)), """
                    matmul: a is [2, 2, 3] and b is [4, 3, 2]
                      before the last two, sizes must be equal or 1; axis -3 has 2 and 4"""),
            mistake(() -> new MatMul().apply(t(2, 2, 3), t(4, 3, 2)), """
                    matmul: a is [2, 2, 3] and b is [4, 3, 2]
                      the sizes along axis 0 must be equal"""),
            mistake(() -> t(2, 3).matmul(Tensor.scalar(2)), """
                    matmul: a is [2, 3] and b is []
                      a scalar has no rows; a.mul(b) would fit"""),
            mistake(() -> t(2, 3).matmul(t(3, 2).cast(DType.F64)), """
                    matmul: a is f32[2, 3] and b is f64[3, 2]
                      both need one type, of numbers"""),
            mistake(() -> t(32, 10).add(t(32)), """
                    add: a is [32, 10] and b is [32]
                      counted from the right, sizes must be equal or 1; axis -1 has 10 and 32"""),
            mistake(() -> t(2).mul(t(2).cast(DType.F64)), """
                    mul: a is f32[2] and b is f64[2]
                      the types must be equal; a.cast or b.cast would fit"""),
            mistake(() -> Tensor.of(Shape.of(2), 1, 2).div(Tensor.of(Shape.of(2), 1, 2)), """
                    div: a and b are i32[2]
                      it takes floating-point numbers; cast(DType.F32) would fit"""),
            mistake(() -> t(2).gt(0).add(t(2).gt(0)), """
                    add: a and b are bool[2]
                      it takes numbers; cast(DType.I32) would fit"""),
            mistake(() -> Tensor.of(Shape.of(2), 1, 2).add(0.5), """
                    affine: x is i32[2] and 0.5 is not a whole number
                      x.cast(DType.F32) would fit"""),
            mistake(() -> Tensor.of(Shape.of(2), 1, 2).exp(), """
                    exp: x is i32[2]
                      it takes floating-point numbers; x.cast(DType.F32) would fit"""),
            mistake(() -> t(1, 3, 8, 8).conv2d(t(4, 1, 3, 3), 1, 1), """
                    conv2d: x is f32[1, 3, 8, 8] and w is f32[4, 1, 3, 3]
                      w's channels (1) must be x's (3) divided by the groups (1), and its outputs (4) divisible by them"""),
            mistake(() -> t(1, 3, 4, 4).conv2d(t(2, 3, 7, 7), 1, 0), """
                    conv2d: a window of 7 does not fit 4 pixels padded by 0 and 0
                      pad by 3 pixels more in all, or use a smaller window"""),
            mistake(() -> t(3, 4, 4).conv2d(t(2, 3, 3, 3), 1, 0), """
                    conv2d: x is f32[3, 4, 4] and w is f32[2, 3, 3, 3]
                      x must be [N, C, H, W] and w [O, C, KH, KW] of one floating-point type"""),
            mistake(() -> t(1, 3, 4, 4).conv2d(t(2, 3), 1, 0), """
                    conv2d: x is [1, 3, 4, 4] and w is [2, 3]
                      w must be [O, C, KH, KW]"""),
            mistake(() -> t(1, 1, 4, 4).conv2d(t(1, 1, 3, 3), 0, 0), """
                    window: a stride is 0
                      it must be 1 or more"""),
            mistake(() -> new Conv(Window.of(5, 5), 1).apply(t(1, 1, 8, 8), t(1, 1, 3, 3)), """
                    conv2d: x is f32[1, 1, 8, 8] and w is f32[1, 1, 3, 3], the window [5, 5]
                      the window's size must be that of w"""),
            mistake(() -> t(1, 1, 2, 2).maxPool2d(3, 1), """
                    maxPool2d: a window of 3 does not fit 2 pixels padded by 0 and 0
                      pad by 1 pixels more in all, or use a smaller window"""),
            mistake(() -> new MaxPool(Window.of(2, 2).withPadding(2)).apply(t(1, 1, 4, 4)), """
                    maxPool2d: the window is [2, 2] padding [2, 2][2, 2]
                      padding must be smaller than the window, or a place holds no pixel"""),
            mistake(() -> new BatchNorm(1e-5).apply(t(2, 3, 4, 4), t(4), t(4)), """
                    batchNorm: x is f32[2, 3, 4, 4], scale f32[4] and shift f32[4]
                      scale and shift must be f32[3]"""),
            mistake(() -> t(2, 3).reshape(Shape.of(4)), """
                    reshape: [2, 3] has 6 elements and [4] has 4
                      both must have the same number"""),
            mistake(() -> t(2, 3).expand(Shape.of(4, 3)), """
                    expand: [2, 3] to [4, 3]
                      each size must stay as it is, or be 1 before"""),
            mistake(() -> t(2, 3).broadcastTo(Shape.of(3)), """
                    broadcastTo: [2, 3] to [3]
                      broadcasting adds axes in front and takes none away"""),
            mistake(() -> t(2, 3).permute(0, 0), """
                    permute: x is [2, 3] and the order [0, 0]
                      the order must name each axis once"""),
            mistake(() -> t(2, 3).permute(0, 2), """
                    axis: [2, 3] has no axis 2
                      axes are -2 to 1"""),
            mistake(() -> t(3).transpose(), """
                    transpose: x is [3]
                      it needs two axes or more"""),
            mistake(() -> t(4, 3).slice(0, 2, 5, 1), """
                    slice: 2 to 5 in steps of 1 along axis 0 of [4, 3]
                      from 0 to 4 in steps of 1 or more would fit"""),
            mistake(() -> t(4, 3).slice(1, 0, 3, 0), """
                    slice: 0 to 3 in steps of 0 along axis 1 of [4, 3]
                      from 0 to 3 in steps of 1 or more would fit"""),
            mistake(() -> new Slice(Shape.of(1), Shape.of(3), Shape.of(1)).apply(t(3)), """
                    slice: x is [3], start [1], size [3], step [1]
                      start + (size − 1) · step must lie inside x along each axis, and steps be 1 or more"""),
            mistake(() -> new Split(1, Shape.of(2, 2)).apply(t(2, 3)), """
                    split: x is [2, 3] and the parts along axis 1 are [2, 2]
                      the parts must be 3 together"""),
            mistake(() -> new Split(2, Shape.of(2, 2)).apply(t(2, 4)), """
                    split: x is f32[2, 4], the axis 2
                      x has no such axis"""),
            mistake(() -> t(4, 3).pad(0, -1, 0), """
                    pad: -1 before and 0 after
                      paddings are 0 or more; slice takes elements away"""),
            mistake(() -> t(4, 3).sum(2), """
                    axis: [4, 3] has no axis 2
                      axes are -2 to 1"""),
            mistake(() -> Tensor.scalar(1).logSoftmax(), """
                    logSoftmax: x is f32[]
                      x must be [..., C] of floating-point numbers"""),
            mistake(() -> new OneHot(3, DType.F32).apply(t(2)), """
                    oneHot: the labels are f32[2]
                      labels are i32 or i64; cast(DType.I32) would fit"""),
            mistake(() -> Tensor.of(Shape.of(2, 2), 1f, 2f, 3f), """
                    of: 3 elements for [2, 2]
                      [2, 2] holds 4"""),
            mistake(() -> Shape.of(2, -1), """
                    shape: a size is negative in [2, -1]
                      sizes are 0 or more"""),
            mistake(() -> t(2).item(), """
                    item: the shape is [2]
                      only one element has an item"""),
            mistake(() -> t(2).toInts(), """
                    read: the tensor is f32[2]
                      cast(DType.I32) would fit"""),
            mistake(() -> new Parameter(t(2)).set(t(3)), """
                    set: a variable of f32[2] cannot hold f32[3]
                      a variable keeps the shape and type it was made with"""),
            mistake(
                    () -> Compiled.of(x ->
                                    List.of(Tensor.scalar(x.getFirst().sum().item())))
                            .run(t(2)),
                    """
                    this f32[] tensor is being traced: it has a shape but no elements yet
                      read elements outside the traced function, or leave the function untraced"""),
            mistake(MessagesTest::escapeFromTrace, """
                    a f32[2] tensor escaped the Trace that made it and has no elements here
                      return it from the function that was traced or differentiated"""),
            mistake(MessagesTest::escapeIntoAnotherTrace, """
                    a traced f32[2] tensor escaped the function that was traced
                      return it from that function instead"""),
            mistake(
                    () -> Compiled.of(x -> List.of(x.getFirst().mul(2)))
                            .plan(Device.best(), Spec.f32(Shape.of(2)))
                            .run(t(3)),
                    """
                    run: the inputs are [f32[3]]
                      the plan was made for [f32[2]]"""),
            mistake(() -> Autograd.gradient(t(3), x -> x), """
                    gradient: the loss is [3]
                      only a scalar has a gradient; loss.mean() or loss.sum() would fit"""));

    private static Tensor escaped() {
        Tensor[] kept = new Tensor[1];
        Trace.of(
                x -> {
                    kept[0] = x.getFirst().mul(2);
                    return List.of(kept[0]);
                },
                Spec.f32(Shape.of(2)));
        return kept[0];
    }

    private static void escapeFromTrace() {
        escaped().add(1);
    }

    private static void escapeIntoAnotherTrace() {
        Tensor stranger = escaped();
        Trace.of(x -> List.of(x.getFirst().add(stranger)), Spec.f32(Shape.of(2)));
    }

    @TestFactory
    Stream<DynamicTest> mistakesAreExplained() {
        return MISTAKES.stream()
                .map(m -> dynamicTest(
                        m.message().lines().findFirst().orElseThrow(),
                        () -> assertThatThrownBy(m.made())
                                .hasMessage(m.message().replace("\n", System.lineSeparator()))));
    }

    @Test
    void shapeMistakesCarryTheirParts() {
        ShapeException e = org.assertj.core.api.Assertions.catchThrowableOfType(
                ShapeException.class, () -> t(2, 3).matmul(t(4, 5)));
        assertThat(e.operation()).isEqualTo("matmul");
        assertThat(e.remedy()).isEqualTo("a's columns (3) must equal b's rows (4)");
    }

    @Test
    void anUnknownDeviceIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> Device.named("abacus"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("there is no device called abacus")
                .hasMessageContaining("choose one of")
                .hasMessageContaining("reference");
    }

    @Test
    void aGradientCheckNamesOpOperandIndexAndBothNumbers() {
        Tensor x = Tensor.of(Shape.of(2), 0.3, 0.6);
        GradientCheck wrong = new GradientCheck(
                "wrong",
                in -> List.of(in.getFirst().cast(DType.I32).cast(DType.F64).add(in.getFirst())),
                List.of(x));
        assertThat(wrong.first(1e-9)).isLessThan(1e-9);
        GradientCheck kink = new GradientCheck(
                "kink", in -> List.of(in.getFirst().relu()), List.of(Tensor.of(Shape.of(2), 0.5, 0.0)));
        assertThatThrownBy(() -> kink.first(1e-9))
                .hasMessageMatching(
                        "(?s)kink: the gradient by operand 0 \\(f64\\[2\\]\\) at \\[1\\] is 0\\S*, differences say 0\\.\\d+\\R"
                                + "  the relative error is .*, allowed is 1.00e-09");
    }
}
