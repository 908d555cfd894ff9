package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NdArrayTest {
    private static final long[] TWO = {2};

    private static NdArray of(ElementType type, long[] shape, int... bytes) {
        return NdArray.of(type, shape, MemorySegment.ofArray(Bytes.of(bytes)));
    }

    @Test
    void everyTypeIsReadLittleEndian() {
        assertThat(of(ElementType.I16, TWO, 1, 0, 0xff, 0x7f).toInts()).containsExactly(1, 32767);
        assertThat(of(ElementType.U16, TWO, 1, 0, 0xff, 0xff).toInts()).containsExactly(1, 65535);
        assertThat(of(ElementType.I8, TWO, 0x80, 0x7f).toInts()).containsExactly(-128, 127);
        assertThat(of(ElementType.U8, TWO, 0x80, 0xff).toInts()).containsExactly(128, 255);
        assertThat(of(ElementType.BOOL, TWO, 0, 1).toInts()).containsExactly(0, 1);
        assertThat(of(ElementType.U32, new long[] {1}, 0xff, 0xff, 0xff, 0xff).toLongs())
                .containsExactly(4294967295L);
        assertThat(of(ElementType.F16, TWO, 0, 0x3c, 0, 0xc0).toFloats()).containsExactly(1f, -2f);
        assertThat(of(ElementType.BF16, TWO, 0x80, 0x3f, 0, 0xc0).toFloats()).containsExactly(1f, -2f);
    }

    @Test
    void javaArraysSurviveTheRoundTrip() {
        assertThat(NdArray.ofFloats(TWO, 1.5f, Float.NaN).toFloats()).containsExactly(1.5f, Float.NaN);
        assertThat(NdArray.ofDoubles(TWO, 0.1, -0.0).toDoubles()).containsExactly(0.1, -0.0);
        assertThat(NdArray.ofLongs(TWO, Long.MIN_VALUE, 7).toLongs()).containsExactly(Long.MIN_VALUE, 7);
        assertThat(NdArray.ofInts(TWO, Integer.MIN_VALUE, 7).toInts()).containsExactly(Integer.MIN_VALUE, 7);
        assertThat(NdArray.ofBytes(TWO, (byte) 1, (byte) -1).toBytes()).containsExactly(1, -1);
    }

    @Test
    void longsAreRoundedOnceOnTheirWayToFloat() {
        // 2^53 + 2^29 + 1: by way of double the last bit is lost first, and the tie then goes the wrong way.
        long tricky = (1L << 53) + (1L << 29) + 1;
        assertThat(NdArray.ofLongs(new long[] {1}, tricky).toFloats()).containsExactly((float) tricky);
    }

    @Test
    void unsignedLongsBeyondLongAreDoublesButNoLongs() {
        NdArray most = of(ElementType.U64, new long[] {1}, 255, 255, 255, 255, 255, 255, 255, 255);
        assertThat(most.toDoubles()).containsExactly(0x1p64);
        assertThat(most.toFloats()).containsExactly(0x1p64f);
        assertThatThrownBy(most::toLongs)
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("18446744073709551615");
    }

    @Test
    void conversionsThatWouldLoseTheNumberAreRefused() {
        assertThatThrownBy(() -> NdArray.ofFloats(TWO, 1, 2).toInts())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("toFloats()");
        assertThatThrownBy(() -> NdArray.ofLongs(TWO, 1, 1L << 40).toInts())
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("element 1 is 1099511627776");
    }

    @Test
    void theShapeIsACopyBothWays() {
        long[] shape = {2};
        NdArray array = NdArray.ofInts(shape, 1, 2);
        shape[0] = 9;
        array.shape()[0] = 9;
        assertThat(array.shape()).containsExactly(2);
        assertThat(array.size(0)).isEqualTo(2);
    }

    @Test
    void theDataCannotBeWrittenTo() {
        MemorySegment data = NdArray.ofInts(TWO, 1, 2).data();
        assertThatThrownBy(() -> data.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aShapeThatDoesNotFitTheDataIsRefused() {
        assertThatThrownBy(() -> NdArray.ofInts(new long[] {3}, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NdArray.ofInts(new long[] {-1, -2}, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[-1, -2]");
    }

    @Test
    void equalMeansTypeShapeAndBytes() {
        NdArray array = NdArray.ofInts(TWO, 1, 2);
        assertThat(array).isEqualTo(NdArray.ofInts(TWO, 1, 2)).hasSameHashCodeAs(NdArray.ofInts(TWO, 1, 2));
        assertThat(array).isNotEqualTo(NdArray.ofInts(TWO, 1, 3));
        assertThat(array).isNotEqualTo(NdArray.ofInts(new long[] {1, 2}, 1, 2));
        assertThat(array).isNotEqualTo(NdArray.of(ElementType.U32, TWO, array.data()));
        assertThat(array).hasToString("I32 [2]");
    }

    @Test
    void aScalarHasRankZeroAndOneElement() {
        NdArray scalar = NdArray.ofFloats(new long[0], 3.25f);
        assertThat(scalar.rank()).isZero();
        assertThat(scalar.count()).isEqualTo(1);
        assertThat(scalar.toFloats()).containsExactly(3.25f);
    }

    /** An empty array may say what it likes of its strides. */
    @Test
    void anEmptyArrayReachesNowhereWhateverItsStrides() {
        NdArray empty = NdArray.of(
                ElementType.F32,
                new long[] {5, 0},
                new long[] {Long.MAX_VALUE, 1},
                ByteOrder.LITTLE_ENDIAN,
                MemorySegment.ofArray(new byte[0]),
                bytes -> MemorySegment.ofArray(new byte[(int) bytes]));
        assertThat(empty.count()).isZero();
    }
}
