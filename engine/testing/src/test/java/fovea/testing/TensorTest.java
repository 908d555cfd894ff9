package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Device;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TensorTest {

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines);
    }

    @Test
    void tensorsArePrintedAsAlignedRows() {
        assertThat(Tensor.of(Shape.of(2, 2), 1f, -2.5f, 10.125f, 0.3333333f))
                .hasToString(lines("f32[2, 2]", "[[ 1.0000 -2.5000]", " [10.1250  0.3333]]"));
        assertThat(Tensor.of(Shape.of(2, 2), 1f, -2.5f, 1e-9f, 1e9f))
                .hasToString(lines("f32[2, 2]", "[[ 1.0000e+00 -2.5000e+00]", " [ 1.0000e-09  1.0000e+09]]"));
        assertThat(Tensor.of(Shape.of(2, 1, 2), 1f, 2, 3, -40))
                .hasToString(lines("f32[2, 1, 2]", "[[[  1.   2.]]", " [[  3. -40.]]]"));
        assertThat(Tensor.of(Shape.of(3), 1, 20, -3)).hasToString("i32[3] [ 1 20 -3]");
        assertThat(Tensor.of(Shape.of(1), 7).cast(DType.U8)).hasToString("u8[1] [7]");
        assertThat(Tensor.of(Shape.of(2), true, false)).hasToString("bool[2] [ true false]");
        assertThat(Tensor.of(Shape.of(2), 1L << 40, -1L)).hasToString("i64[2] [1099511627776            -1]");
        assertThat(Tensor.of(0.5f, -0.25f).cast(DType.BF16)).hasToString("bf16[2] [ 0.5000 -0.2500]");
        assertThat(Tensor.of(0.5f, -0.25f).cast(DType.F16)).hasToString("f16[2] [ 0.5000 -0.2500]");
        assertThat(Tensor.of(1.5f, Float.NaN, Float.NEGATIVE_INFINITY)).hasToString("f32[3] [1.5000    nan   -inf]");
        assertThat(Tensor.scalar(Double.NaN)).hasToString("f32[] nan");
        assertThat(Tensor.zeros(Shape.of(2, 0))).hasToString(lines("f32[2, 0]", "[[]", " []]"));
        assertThat(Tensor.zeros(Shape.of(0))).hasToString("f32[0] []");
        assertThat(Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4).transpose())
                .hasToString(lines("f32[2, 2]", "[[1. 3.]", " [2. 4.]]"));
    }

    @Test
    void longRowsAreWrapped() {
        assertThat(Tensor.full(Shape.of(60), 0.5).toString().lines())
                .allMatch(line -> line.length() <= 110)
                .hasSizeBetween(4, 6);
    }

    @Test
    void ofLargeTensorsTheEndsAreShown() {
        int[] count = new int[2000];
        Arrays.setAll(count, i -> i);
        assertThat(Tensor.of(Shape.of(2000), count)).hasToString("i32[2000] [   0    1    2 … 1997 1998 1999]");
        assertThat(Tensor.of(Shape.of(1000, 2), count).toString().lines())
                .hasSize(8)
                .contains(" …")
                .last()
                .isEqualTo(" [1998 1999]]");
        assertThat(Tensor.full(Shape.of(1, 1, 1, 1), 0.25)
                        .expand(Shape.of(50_000, 50_000, 50_000, 2))
                        .toString())
                .hasSizeLessThan(5000);
    }

    @Test
    void numbersArePrintedAlikeEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(Tensor.of(Shape.of(2), 10, 20)).hasToString("i32[2] [10 20]");
            assertThat(Tensor.of(1.5f)).hasToString("f32[1] [1.5000]");
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

    @Test
    void aNumberLookedAtOftenIsCopiedToEveryPlace() {
        for (Device device : Device.all()) {
            if (device.unavailable().isPresent()) {
                continue;
            }
            device.use(() -> {
                Shape wide = Shape.of(7, 1, 5003);
                assertThat(new State(Tensor.scalar(-1.5).broadcastTo(wide))
                                .get()
                                .toArray())
                        .hasSize(35_021)
                        .containsOnly(-1.5f);
                Tensor third =
                        Tensor.of(Shape.of(3), 1, 2, 1L << 40).cast(DType.F64).slice(0, 2, 3);
                assertThat(new State(third.broadcastTo(Shape.of(6001))).get().toDoubles())
                        .hasSize(6001)
                        .containsOnly(1L << 40);
                Tensor truth = Tensor.of(Shape.of(1), true).broadcastTo(Shape.of(4, 5000));
                assertThat(new State(truth).get().cast(DType.F32).sum().item()).isEqualTo(20_000);
                return List.of();
            });
        }
    }
}
