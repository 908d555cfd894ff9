package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.graph.Compiled;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Finished;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WideProductTest {
    private static float[] bytes(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(-128, 128);
        }
        return values;
    }

    /** 300 · 128² is below 2^24, so that every sum of products is a single-precision number. */
    @Test
    void productsOfBytesAreExact() {
        float[] a = bytes(7 * 300, 1);
        float[] b = bytes(5 * 300, 2);
        float[] expected = new float[35];
        for (int i = 0; i < 35; i++) {
            for (int k = 0; k < 300; k++) {
                expected[i] += a[i / 5 * 300 + k] * b[i % 5 * 300 + k];
            }
        }
        for (Device device : Device.all()) {
            if (device.unavailable().isPresent()) {
                continue;
            }
            device.use(() -> {
                Tensor x = Tensor.of(Shape.of(7, 300), a).cast(DType.BF16);
                Tensor w = Tensor.of(Shape.of(5, 300), b).cast(DType.BF16);
                Tensor y = x.wideLinear(w);
                assertThat(y.dtype()).isEqualTo(DType.F32);
                assertThat(y.toArray()).as(device.name()).containsExactly(expected);
                Compiled compiled = Compiled.of(
                        in -> List.of(in.get(0).wideLinear(in.get(1)).relu()));
                assertThat(compiled.run(x, w).getFirst().toArray())
                        .containsExactly(y.relu().toArray());
                assertThat(x.linear(w).cast(DType.F32).toArray()).isNotEqualTo(expected);
                return y;
            });
        }
    }

    @Test
    void itIsDifferentiatedLikeAnyProduct() {
        Parameter w = new Parameter(Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6));
        Tensor x = Tensor.of(Shape.of(1, 3), 7f, 8, 9);
        Tensor gradient = Autograd.valueAndGradients(
                        List.of(w),
                        () -> x.cast(DType.BF16)
                                .wideLinear(w.get().cast(DType.BF16))
                                .sum())
                .gradients()
                .get(w);
        assertThat(gradient.toArray()).containsExactly(7, 8, 9, 7, 8, 9);
    }

    @Test
    void onlyProductsAreWide() {
        assertThatThrownBy(() -> new Finished(new Conv(Window.of(1, 1), 1), false, false, false, true))
                .hasMessageContaining("stored as narrow");
    }
}
