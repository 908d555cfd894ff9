package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Device;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TensorTest {

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines);
    }

    @Test
    void tensorsArePrintedAsRows() {
        assertThat(Tensor.of(Shape.of(2, 2), 1f, -2.5f, 1e-9f, 1e9f))
                .hasToString(lines("f32[2, 2] [[     1.000     -2.500]", " [ 1.000e-09  1.000e+09]]"));
        assertThat(Tensor.of(Shape.of(3), 1, 20, -3)).hasToString("i32[3] [     1     20     -3]");
        assertThat(Tensor.of(Shape.of(1), 7).cast(DType.U8)).hasToString("u8[1] [     7]");
        assertThat(Tensor.scalar(Double.NaN)).hasToString("f32[]        NaN");
        assertThat(Tensor.zeros(Shape.of(2, 0))).hasToString(lines("f32[2, 0] [[]", " []]"));
        assertThat(Tensor.zeros(Shape.of(0))).hasToString("f32[0] []");
    }

    @Test
    void longAxesAreCutToTheirEnds() {
        int[] count = new int[100];
        for (int i = 0; i < count.length; i++) {
            count[i] = i;
        }
        assertThat(Tensor.of(Shape.of(100), count))
                .hasToString("i32[100] [     0      1      2  …     97     98     99]");
        assertThat(Tensor.of(Shape.of(50, 2), count).toString().lines())
                .hasSize(7)
                .last()
                .isEqualTo(" [    98     99]]");
    }

    @Test
    void numbersArePrintedAlikeEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Tensor.of(Shape.of(2), 10, 20)).hasToString("i32[2] [    10     20]");
            assertThat(Tensor.of(1.5f)).hasToString("f32[1] [     1.500]");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void meansCountEachAxisOnce() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 6f);
        assertThat(x.mean(0).toArray()).containsExactly(2, 4);
        assertThat(x.mean(0, 0).toArray()).containsExactly(2, 4);
        assertThat(x.mean(-1, 1).toArray()).containsExactly(1.5f, 4.5f);
        assertThat(x.mean(0, 1).item()).isEqualTo(3);
    }

    @Test
    void axesMayBeCountedFromTheEnd() {
        Tensor x = Tensor.ones(Shape.of(2, 3, 4));
        assertThat(x.permute(-1, 0, -2).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(x.slice(-2, 1, 3, 1).shape()).isEqualTo(Shape.of(2, 2, 4));
        assertThat(x.pad(-1, 1, 0).shape()).isEqualTo(Shape.of(2, 3, 5));
    }

    @Test
    void devicesAreTriedTheBestFirst() {
        List<Device> all = Device.all();
        assertThat(all).extracting(Device::name).contains("reference");
        assertThat(all.stream().map(Device::rank).toList()).isSortedAccordingTo((a, b) -> Integer.compare(b, a));
        assertThat(Device.best().unavailable()).isEmpty();
    }
}
