package fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.ElementType;
import fovea.format.NdArray;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MismatchTest {
    private static final Tolerance TOLERANCE = new Tolerance(0.1, 0.01);
    private static final double INF = Double.POSITIVE_INFINITY;

    private static NdArray doubles(double... elements) {
        return NdArray.ofDoubles(new long[] {elements.length}, elements);
    }

    private static Optional<Mismatch> between(NdArray got, NdArray expected) {
        return Mismatch.between("y", got, expected, TOLERANCE);
    }

    private static boolean equal(double got, double expected) {
        return between(doubles(got), doubles(expected)).isEmpty();
    }

    @Test
    void whatIsAllowedGrowsWithTheExpectedNumber() {
        assertThat(equal(11, 10)).isTrue();
        assertThat(equal(8.99, 10)).isTrue();
        assertThat(equal(8.98, 10)).isFalse();
        assertThat(equal(0.01, 0)).isTrue();
        assertThat(equal(-0.011, 0)).isFalse();
        assertThat(Mismatch.between("y", doubles(1), doubles(1), Tolerance.EXACT))
                .isEmpty();
        assertThat(Mismatch.between("y", doubles(Math.nextUp(1.0)), doubles(1), Tolerance.EXACT))
                .isPresent();
    }

    @Test
    void infinitiesAndNotANumbersEqualThemselvesOnly() {
        double[] strange = {INF, -INF, Double.NaN};
        for (double got : strange) {
            for (double expected : strange) {
                assertThat(equal(got, expected)).isEqualTo(Double.compare(got, expected) == 0);
            }
            assertThat(equal(got, 1)).isFalse();
            assertThat(equal(1, got)).isFalse();
        }
    }

    @Test
    void theWorstElementIsNamed() {
        NdArray got = NdArray.ofFloats(new long[] {2, 3}, 1, 2, 100, 1, 9, 1);
        NdArray expected = NdArray.ofFloats(new long[] {2, 3}, 1, 2, 50, 1, 1, 1);
        Mismatch mismatch = between(got, expected).orElseThrow();
        assertThat(mismatch.what()).startsWith("2 of 6 elements are wrong; worst at [1, 1]: got 9.0000");
        assertThat(mismatch.worst().orElseThrow().index()).containsExactly(1, 1);
        assertThat(between(doubles(5, Double.NaN), doubles(1, 1)).orElseThrow().what())
                .contains("2 of 2", "[1]: got NaN, expected 1.0000");
    }

    @Test
    void wholeNumbersMustBeEqualHoweverWide() {
        NdArray longs = NdArray.ofLongs(new long[] {2}, 3, (1L << 53) + 1);
        assertThat(between(longs, longs)).isEmpty();
        assertThat(between(NdArray.ofInts(new long[] {1}, 3), NdArray.ofLongs(new long[] {1}, 3)))
                .isEmpty();
        assertThat(between(NdArray.ofLongs(new long[] {2}, 3, 1L << 53), longs)
                        .orElseThrow()
                        .what())
                .isEqualTo("1 of 2 elements are wrong; worst at [1]: got 9007199254740992, expected 9007199254740993");
    }

    @Test
    void kindAndShapeMustBeTheSame() {
        NdArray ints = NdArray.ofInts(new long[] {1}, 1);
        NdArray bools = NdArray.of(ElementType.BOOL, new long[] {1}, MemorySegment.ofArray(new byte[] {1}));
        assertThat(between(ints, doubles(1)).orElseThrow().what()).isEqualTo("is I32 [1], expected F64 [1]");
        assertThat(between(ints, bools)).isPresent();
        assertThat(between(bools, ints)).isPresent();
        assertThat(between(NdArray.ofDoubles(new long[] {}, 1), doubles(1))
                        .orElseThrow()
                        .worst())
                .isEmpty();
    }
}
