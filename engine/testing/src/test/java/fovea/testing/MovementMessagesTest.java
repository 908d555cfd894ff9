package fovea.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.tensor.DType;
import fovea.tensor.Fold;
import fovea.tensor.Index;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mistakes with axes, places and products, and what a person reads of them. */
class MovementMessagesTest {
    private record Mistake(ThrowingCallable made, String message) {}

    private static Mistake mistake(ThrowingCallable made, String message) {
        return new Mistake(made, message);
    }

    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static Tensor places(int... places) {
        return Tensor.of(Shape.of(places.length), places);
    }

    private static final List<Mistake> MOVEMENTS = List.of(
            mistake(() -> t(2, 3).reshape(4, -1), """
                    reshape: [2, 3] has 6 elements, to [4, -1]
                      the other sizes hold 4, which does not divide them"""),
            mistake(() -> t(2, 3).reshape(-1, -1), """
                    reshape: [2, 3] to [-1, -1]
                      only one size can follow from the others"""),
            mistake(() -> t(0, 3).reshape(0, -1), """
                    reshape: [0, 3] has 0 elements, to [0, -1]
                      any size would fit in place of -1; name one"""),
            mistake(() -> t(2, 3).flatten(1, 0), """
                    flatten: axes 1 to 0 of [2, 3]
                      the first must not come after the last"""),
            mistake(() -> t(2, 3).squeeze(1), """
                    squeeze: axis 1 of [2, 3]
                      only an axis of size 1 can be left out, and it has 3"""),
            mistake(() -> t(2, 3).unsqueeze(3), """
                    unsqueeze: a new axis 3 of [2, 3]
                      new axes are -3 to 2"""),
            mistake(() -> t(3).expand(-1, 3), """
                    expand: [3] to [-1, 3]
                      a new axis has no size to keep; name one"""),
            mistake(() -> t(2, 3).moveAxes(new int[] {0, 0}, new int[] {0, 1}), """
                    moveAxes: axes [0, 0] of [2, 3] to [0, 1]
                      give each axis one place, all different"""),
            mistake(() -> t(2, 3).select(1, 3), """
                    select: place 3 along axis 1 of [2, 3]
                      places are -3 to 2"""),
            mistake(() -> t(2, 3).rot90(1, 0, -2), """
                    rot90: axes 0 and -2
                      a plane has two different axes"""),
            mistake(() -> t(5).split(0, 2, 2), """
                    split: [5] along axis 0 into [2, 2]
                      the sizes must add up to 5"""),
            mistake(() -> t(5).chunk(0, 0), """
                    chunk: 0 parts
                      1 or more would fit"""),
            mistake(() -> t(2, 3).repeatInterleave(1, places(1, 2)), """
                    repeatInterleave: axis 1 of [2, 3] and counts [2]
                      one count for each of its 3 places, or one for all, would fit"""),
            mistake(() -> t(3).triu(), """
                    triu: x is [3]
                      x must be [..., M, N]"""),
            mistake(() -> t(2, 2, 2).diag(0), """
                    diag: x is [2, 2, 2]
                      x must be [n] or [M, N]; diagonal and diagEmbed take more"""),
            mistake(() -> t(2, 3).diagonal(0, 1, -1), """
                    diagonal: rows and columns are axes 1 and -1 of [2, 3]
                      a matrix has two different axes"""),
            mistake(() -> t(5).windows(0, 6, 1), """
                    windows: windows of 6, 1 apart, along axis 0 of [5]
                      windows of 0 to 5 elements, 1 or more apart, would fit"""),
            mistake(() -> t(4).asStrided(new int[] {2, 2}, new int[] {3, 1}, 1), """
                    asStrided: sizes [2, 2] and strides [3, 1] from 1 on reach place 4
                      [4] has places 0 to 3"""),
            mistake(() -> Tensor.stack(0, t(2), t(3)), """
                    stack: f32[2] and f32[3]
                      shapes and types must be equal; concat joins along an axis they have"""),
            mistake(() -> Tensor.arange(0, 5, 0), """
                    arange: from 0.0 to 5.0 in steps of 0.0
                      a step that is not 0 and reaches the end would fit"""));

    private static final List<Mistake> PLACES = List.of(
            mistake(() -> t(2, 3).get(0, 0, 0), """
                    get: x is [2, 3] and the index names 3 axes
                      at most 2 would fit"""),
            mistake(() -> t(2, 3).get(Index.ELLIPSIS, Index.ELLIPSIS), """
                    get: there are two ellipses
                      one stands for all other axes"""),
            mistake(() -> t(2, 3).get(2), """
                    get: place 2 along axis 0 of [2, 3]
                      places are -2 to 1"""),
            mistake(() -> t(2, 3).get("1:x"), """
                    index: "1:x", where "x" means nothing
                      numbers, ranges such as 1:-1 and ::2, ..., None, lists such as [0, 2], and {} for an array would fit"""),
            mistake(() -> t(2, 3).get("0", places(0)), """
                    index: "0" and 1 arrays
                      it has 0 places {} for them"""),
            mistake(() -> t(2, 3).get("{}"), """
                    index: "{}" and 0 arrays
                      give one for each {}"""),
            mistake(() -> t(2, 3).get(Index.every(0)), """
                    range: the step is 0
                      1 or more goes forwards, -1 or less backwards"""),
            mistake(() -> t(2, 3).get(Index.of(t(2))), """
                    get: the index is f32[2]
                      places are i32 or i64; index.cast(DType.I32) would fit"""),
            mistake(() -> t(2, 3).get(Index.of(places(0).cast(DType.U8))), """
                    get: the index is u8[1]
                      places are i32 or i64; index.cast(DType.I32) would fit, and index.cast(DType.BOOL) if it is a mask"""),
            mistake(() -> t(2, 3).get(Index.of(t(2, 2).gt(0))), """
                    get: x is [2, 3] and the mask is [2, 2] at axis 0
                      the mask must have x's sizes there; axis 1 has 3 and the mask 2"""),
            mistake(() -> t(2, 3).get(Index.of(places(0, 1)), Index.of(places(0, 1, 2))), """
                    get: a is [2] and b is [3]
                      counted from the right, sizes must be equal or 1; axis -1 has 2 and 3"""),
            mistake(() -> t(2, 3).with(t(2), Index.at(0)), """
                    with: the index names [3] of x [2, 3], the values are [2]
                      values of that shape, or such as broadcast to it, would fit"""),
            mistake(() -> t(2, 3).with(places(1), Index.at(0)), """
                    with: x is f32[2, 3] and the values are i32[1]
                      the types must be equal; values.cast(DType.F32) would fit"""),
            mistake(() -> t(2, 3).gather(0, places(0)), """
                    gather: x is [2, 3] and the index is [1]
                      both need the same number of axes"""),
            mistake(() -> t(2, 3).gather(0, places(0, 0, 0, 0).reshape(1, 4)), """
                    gather: x is [2, 3] and the index is [1, 4], along axis 0
                      the index may be no larger than x along axis 1, which has 3 and 4"""),
            mistake(() -> t(3).scatterReduce(0, places(0, 1), t(1), Fold.SUM, true), """
                    scatterReduce: the index is [2] and the values are [1]
                      the values must be as large as the index, or larger"""),
            mistake(() -> t(3, 2).indexAdd(0, places(0, 1), t(2, 3)), """
                    indexAdd: x is [3, 2], the index [2] along axis 0 and the values are [2, 3]
                      values of [2, 2] would fit"""),
            mistake(() -> t(3).maskedFill(t(3), 0), """
                    maskedFill: the mask is f32[3]
                      a mask is bool; mask.ne(0) would fit"""));

    private static final List<Mistake> PRODUCTS = List.of(
            mistake(() -> t(3).dot(t(4)), """
                    dot: a is [3] and b is [4]
                      both must be [n]; matmul takes more"""),
            mistake(() -> t(2, 3).linear(t(3, 4)), """
                    linear: x is [2, 3] and w is [3, 4]
                      x must be [..., in] and w [out, in] with the same in"""),
            mistake(() -> t(2, 3).tensordot(t(3, 2), new int[] {0}, new int[] {0}), """
                    tensordot: axes [0] of a [2, 3] and [0] of b [3, 2]
                      give as many different axes of each, with equal sizes"""),
            mistake(() -> t(2).cross(t(2), 0), """
                    cross: a is [2] and b is [2], along axis 0
                      it takes vectors of 3, and there are 2"""),
            mistake(() -> t(2, 3).cdist(t(2, 4)), """
                    cdist: a is f32[2, 3] and b is f32[2, 4]
                      a must be [..., P, M] and b [..., R, M], of one floating-point type and with the same M"""),
            mistake(() -> t(2, 3).multiDot(t(4, 2)), """
                    multiDot: number 1 is [4, 2] after [2, 3]
                      all must be matrices, the first and last perhaps vectors, each with as many rows as the one before has columns"""),
            mistake(() -> t(2, 3).einsum("ij,jk->ik"), """
                    einsum: "ij,jk->ik": 2 operands are written, 1 given
                      give one for each"""),
            mistake(() -> t(2, 3).einsum("i"), """
                    einsum: "i": operand 0 is [2, 3] and has 1 letters
                      give a letter an axis, or ... for the others"""),
            mistake(() -> t(2, 3).einsum("ij,jk", t(2, 3)), """
                    einsum: "ij,jk": operand 1 is [2, 3]
                      'j' must have one size, and has 3 and 2"""),
            mistake(() -> t(2, 3).einsum("ii"), """
                    einsum: "ii": operand 0 is [2, 3]
                      'i' must have one size, and has 2 and 3"""),
            mistake(() -> t(2, 3).einsum("ij->ik"), """
                    einsum: "ij->ik": 'k' in the result
                      no operand has it"""),
            mistake(() -> t(2, 3).einsum("i_"), """
                    einsum: "i_": '_' is no label
                      labels are the letters a to z and A to Z, and ..."""));

    @TestFactory
    Stream<DynamicTest> mistakesAreExplained() {
        return Stream.of(MOVEMENTS, PLACES, PRODUCTS)
                .flatMap(List::stream)
                .map(m -> dynamicTest(
                        m.message().lines().findFirst().orElseThrow(),
                        () -> assertThatThrownBy(m.made())
                                .isInstanceOf(ShapeException.class)
                                .hasMessage(m.message().replace("\n", System.lineSeparator()))));
    }
}
