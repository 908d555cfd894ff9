package fovea.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The numbers that the formats' papers give: the largest, the smallest, and what is no number. */
class MiniFloatTest {

    @Test
    void theLargestAndTheSmallestAreAsPublished() {
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E4M3FN, 0x7e)).isEqualTo(448);
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E4M3FN, 0x01)).isEqualTo(0x1p-9f);
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E4M3FN, 0x7f)).isNaN();
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E5M2, 0x7b)).isEqualTo(57344);
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E5M2, 0x01)).isEqualTo(0x1p-16f);
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E5M2, 0xfc)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E4M3FNUZ, 0x7f)).isEqualTo(240);
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E4M3FNUZ, 0x80)).isNaN();
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E5M2FNUZ, 0x7f)).isEqualTo(57344);
        assertThat(MiniFloat.decode(OnnxType.FLOAT8E8M0, 127)).isEqualTo(1);
    }

    @Test
    void fourBitsAreTheSixteenNumbersOfTheStandard() {
        float[] expected = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0f, -0.5f, -1, -1.5f, -2, -3, -4, -6};
        for (int bits = 0; bits < 16; bits++) {
            assertThat(MiniFloat.decode(OnnxType.FLOAT4E2M1, bits)).isEqualTo(expected[bits]);
        }
    }

    @Test
    void everyNumberOfATypeIsRoundedToItself() {
        for (OnnxType type : OnnxType.values()) {
            if (type.isMini() && type != OnnxType.FLOAT8E8M0) {
                for (int bits = 0; bits < 1 << type.bits(); bits++) {
                    double x = MiniFloat.decode(type, bits);
                    if (Double.isFinite(x)) {
                        assertThat(MiniFloat.of(type).round(x, true)).isEqualTo(x);
                    }
                }
            }
        }
    }

    @Test
    void tiesGoToTheEvenOneAndWhatIsTooLargeStopsOrIsLost() {
        MiniFloat e4m3 = MiniFloat.of(OnnxType.FLOAT8E4M3FN);
        assertThat(e4m3.round(17, true)).isEqualTo(16);
        assertThat(e4m3.round(19, true)).isEqualTo(20);
        assertThat(e4m3.round(0x1p-10, true)).isZero();
        assertThat(e4m3.round(1e6, true)).isEqualTo(448);
        assertThat(e4m3.round(1e6, false)).isNaN();
        assertThat(MiniFloat.of(OnnxType.FLOAT8E5M2).round(1e6, false)).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
