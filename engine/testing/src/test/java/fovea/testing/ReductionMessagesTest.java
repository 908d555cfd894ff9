package fovea.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mistakes with reductions, orders, look-ups and functions of two tensors, and what a person reads of them. */
class ReductionMessagesTest {
    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static Tensor integers() {
        return Tensor.of(Shape.of(2), 1, 2);
    }

    private static final Map<String, ThrowingCallable> MISTAKES = new TreeMap<>(Map.ofEntries(
            Map.entry("""
                    argmax: x is f32[2, 0]
                      there is no largest of nothing along axis 1""", () -> t(2, 0).argmax(1)),
            Map.entry("""
                    median: x is f32[0]
                      there is no middle of nothing along axis 0""", () -> t(0).median()),
            Map.entry("""
                    topk: x is f32[3], k is 5
                      0 to 3 would fit""", () -> t(3).topk(5, 0, true)),
            Map.entry("""
                    kthvalue: x is f32[3], k is 4
                      1 to 3 would fit""", () -> t(3).kthvalue(4, 0)),
            Map.entry("""
                    quantile: x is f32[3] and q is 1.5
                      q is 0 to 1""", () -> t(3).quantile(1.5, 0)),
            Map.entry("""
                    quantile: x is f32[3] and q is NaN
                      q is 0 to 1""", () -> t(3).quantile(Double.NaN, 0)),
            Map.entry("""
                    searchsorted: the sorted rows are f32[2, 3], the values f32[3, 1]
                      they must be of one type, and alike but for the last axis""", () -> t(2, 3).searchsorted(t(3, 1), false)),
            Map.entry("""
                    axis: [3] has no axis 1
                      axes are -1 to 0""", () -> t(3).cumsum(1)),
            Map.entry("""
                    axis: [2, 2] has no axis 5
                      axes are -2 to 1""", () -> t(2, 2).unique(5)),
            Map.entry("""
                    mean: x is i32[2]
                      it takes floating-point numbers; x.cast(DType.F32) would fit""", () -> integers().mean()),
            Map.entry("""
                    var: x is i32[2]
                      it takes floating-point numbers; x.cast(DType.F32) would fit""", () -> integers().var(0)),
            Map.entry("""
                    norm: x is i32[2]
                      it takes floating-point numbers; x.cast(DType.F32) would fit""", () -> integers().norm(2)),
            Map.entry("""
                    logsumexp: x is i32[2]
                      it takes floating-point numbers; x.cast(DType.F32) would fit""", () -> integers().logsumexp(0)),
            Map.entry("""
                    bincount: x is f32[3] and the weights are i64[3]
                      x is a row of integers, none negative, each with a weight""", () -> t(3).bincount(2)),
            Map.entry("""
                    hypot: a is [2] and b is [3]
                      counted from the right, sizes must be equal or 1; axis -1 has 2 and 3""", () -> t(2).hypot(t(3))),
            Map.entry("""
                    shiftLeft: a and b are f32[3]
                      it takes integers; cast(DType.I32) would fit""", () -> t(3).shiftLeft(t(3))),
            Map.entry("""
                    and: x is f32[3]
                      it takes bool or integers; x.ne(0) would fit""", () -> t(3).and(t(3)))));

    @TestFactory
    Stream<DynamicTest> mistakesSayWhatWouldFit() {
        return MISTAKES.entrySet().stream()
                .map(mistake -> dynamicTest(
                        mistake.getKey().lines().findFirst().orElseThrow(),
                        () -> assertThatThrownBy(mistake.getValue())
                                .isInstanceOf(ShapeException.class)
                                .hasMessage(mistake.getKey().replace("\n", System.lineSeparator()))));
    }
}
