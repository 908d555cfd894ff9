package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Quantized;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What computes products of 8-bit numbers where the processor cannot. */
class WideProductTest {
    private static final int CHANNELS = 3;
    private static final int RESULTS = 5;
    private static final int PIXELS = 12;

    private final SplittableRandom random = new SplittableRandom(4);

    private static Operand operand(DType dtype, boolean image, int... sizes) {
        Shape shape = Shape.of(sizes);
        return new Operand(new Spec(shape, dtype), image ? Layout.channelsLast(shape) : Layout.rowMajor(shape));
    }

    private MemorySegment bytes(Operand x) {
        MemorySegment memory = Arena.ofAuto().allocate(x.bytes(), 64);
        for (long i = 0; i < x.bytes(); i++) {
            memory.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(256));
        }
        return memory;
    }

    private static MemorySegment floats(float... values) {
        return MemorySegment.ofArray(values);
    }

    /** Pixels of 255 by weights of 127 are what 16 bits do not hold the sum of two of. */
    @Test
    void sumsAreExactAndResultsStopAtTheEnds() {
        Quantized op = Quantized.of(new Conv(fovea.tensor.Window.of(1, 1), 1))
                .withBias()
                .to(DType.U8)
                .withAddition(0.5)
                .withRectifier();
        Operand[] in = {
            operand(DType.U8, true, 1, CHANNELS, 3, 4),
            operand(DType.I8, false, RESULTS, CHANNELS, 1, 1),
            operand(DType.F32, false, RESULTS),
            operand(DType.F32, false, RESULTS),
            operand(DType.I8, true, 1, RESULTS, 3, 4)
        };
        Spec y = new Spec(Shape.of(1, RESULTS, 3, 4), DType.U8);
        Kernel kernel = Objects.requireNonNull(WideProduct.of(op, in, y));
        MemorySegment x = bytes(in[0]);
        MemorySegment w = bytes(in[1]);
        for (int c = 0; c < CHANNELS; c++) {
            x.set(ValueLayout.JAVA_BYTE, c, (byte) 255);
            w.set(ValueLayout.JAVA_BYTE, c, (byte) 127);
        }
        MemorySegment z = bytes(in[4]);
        float[] scale = {0x1p-10f, 0x1p-9f, 0x1p-8f, 0x1p-7f, 0x1p-6f};
        float[] bias = {1, -2, 3.5f, 0, 20};
        MemorySegment out = Arena.ofAuto().allocate(RESULTS * PIXELS, 64);
        assertThat(kernel.output(0)).isEqualTo(Layout.channelsLast(y.shape()));
        kernel.run(new MemorySegment[] {x, w, floats(scale), floats(bias), z}, new MemorySegment[] {out});
        for (int i = 0; i < RESULTS * PIXELS; i++) {
            int o = i % RESULTS;
            int sum = 0;
            for (int c = 0; c < CHANNELS; c++) {
                sum += Byte.toUnsignedInt(x.get(ValueLayout.JAVA_BYTE, (long) i / RESULTS * CHANNELS + c))
                        * w.get(ValueLayout.JAVA_BYTE, (long) o * CHANNELS + c);
            }
            double v = sum * scale[o] + bias[o] + 0.5 * z.get(ValueLayout.JAVA_BYTE, i);
            assertThat(Byte.toUnsignedInt(out.get(ValueLayout.JAVA_BYTE, i)))
                    .as("element %d", i)
                    .isEqualTo((int) Math.rint(Math.clamp(v, 0, 255)));
        }
    }
}
