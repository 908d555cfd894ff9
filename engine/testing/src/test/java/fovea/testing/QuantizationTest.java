package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Quantization;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantizationTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void halvesGoToTheEvenNumberAndTheEndsHold() {
        Quantization eighths = Quantization.of(DType.I8, 0.5, 1);
        Tensor x = Tensor.of(0.25f, 0.75f, -0.25f, -0.75f, 1.25f, 60, 70, -70, Float.POSITIVE_INFINITY, 0);
        // 0.5, 1.5, −0.5, −1.5 and 2.5 steps are 0, 2, 0, −2 and 2.
        assertThat(x.quantize(eighths).cast(DType.I32).toInts())
                .containsExactly(1, 3, 1, -1, 3, 121, 127, -128, 127, 1);
        Quantization bytes = Quantization.of(DType.U8, 0.5, 128);
        assertThat(x.quantize(bytes).dtype()).isEqualTo(DType.U8);
        assertThat(x.quantize(bytes).cast(DType.I32).toInts())
                .containsExactly(128, 130, 128, 126, 130, 248, 255, 0, 255, 128);
    }

    @Test
    void numbersComeBackToWithinHalfAStep() {
        Tensor x = Tensor.of(Shape.of(2, 3), -1f, 0.3f, 2, 40, -100, 7);
        Quantization rows = Quantization.perSlice(DType.I8, Tensor.of(0.02f, 1), Tensor.of(Shape.of(2), 3, -5), 0);
        float[] back = x.quantize(rows).dequantize(rows).toArray();
        float[] fake = x.fakeQuantize(rows).toArray();
        float[] given = x.toArray();
        for (int i = 0; i < 6; i++) {
            assertThat(back[i]).isCloseTo(given[i], within(i < 3 ? 0.01001f : 0.5f));
            assertThat(fake[i]).isEqualTo(back[i]);
        }
        assertThat(x.quantize(rows).dequantize(rows, DType.F64).dtype()).isEqualTo(DType.F64);
    }

    @Test
    void fourBitsAreARange() {
        Quantization nibble = Quantization.of(DType.I8, 1, 0).within(-8, 7);
        assertThat(Tensor.of(9f, -9, 3.4f).fakeQuantize(nibble).toArray()).containsExactly(7, -8, 3);
    }

    /** Inside the gradient passes, outside it does not; that of the scale is round(x/s) − x/s inside and the end outside. */
    @Test
    void gradientsPassWhatIsInside() {
        Tensor x = Tensor.of(Shape.of(5), 0.3, -1.2, 100.0, -100.0, INFINITY);
        Tensor scale = Tensor.of(Shape.SCALAR, 0.5);
        Tensor dy = Tensor.of(Shape.of(5), 1.0, 2, 3, 4, 0.25);
        List<Tensor> found = Autograd.gradients(List.of(x, scale), in -> {
            Quantization how = Quantization.of(DType.I8, in.get(1), Tensor.of(Shape.SCALAR, 2));
            return in.get(0).fakeQuantize(how).mul(dy).sum();
        });
        assertThat(found.get(0).toDoubles()).containsExactly(1, 2, 0, 0, 0);
        double expected = (1 - 0.6) + 2 * (-2 + 2.4) + 3 * 125 + 4 * -130 + 0.25 * 125;
        assertThat(found.get(1).item()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void rangesBecomeScales() {
        Quantization affine = Quantization.between(DType.U8, Tensor.scalar(-1), Tensor.scalar(1.55), 0);
        assertThat(affine.scale().item()).isCloseTo(0.01, within(1e-8));
        assertThat(affine.zeroPoint().item()).isEqualTo(100);
        Quantization positive = Quantization.between(DType.I8, Tensor.scalar(1), Tensor.scalar(2.55), 0);
        assertThat(positive.zeroPoint().item()).isEqualTo(-128);
        Quantization even = Quantization.symmetric(DType.I8, Tensor.of(-1f, 0), Tensor.of(0.5f, 2.55f), 1);
        assertThat(even.scale().toArray()).containsExactly(new float[] {1 / 127.5f, 0.02f}, within(1e-8f));
        assertThat(even.zeroPoint().toInts()).containsExactly(0, 0);
        Quantization nothing = Quantization.between(DType.I8, Tensor.scalar(0), Tensor.scalar(0), 0);
        assertThat(nothing.scale().item()).isEqualTo(Math.ulp(1f));
    }

    @Test
    void mistakesSayWhatWouldFit() {
        assertThatThrownBy(() -> Quantization.of(DType.I32, 1, 0))
                .hasMessage(lines("quantization: to i32", "  numbers are quantized to i8 or u8"));
        assertThatThrownBy(() -> Quantization.of(DType.U8, 1, 0).within(-1, 3))
                .hasMessage(lines("quantization: from -1 to 3 in u8", "  whole numbers from 0 to 255 fit"));
        Quantization rows = Quantization.perSlice(DType.I8, Tensor.of(1f, 1), Tensor.of(Shape.of(2), 0, 0), 1);
        assertThatThrownBy(() -> Tensor.ones(Shape.of(2, 3)).quantize(rows))
                .hasMessage(lines(
                        "quantize: x is f32[2, 3], the scale f32[2] along axis 1",
                        "  x must have size 2 along that axis"));
        assertThatThrownBy(() -> Tensor.ones(Shape.of(2)).dequantize(Quantization.of(DType.I8, 1, 0)))
                .hasMessage(lines("dequantize: x is f32[2]", "  it takes i8, and come back as floating-point numbers"));
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines);
    }
}
