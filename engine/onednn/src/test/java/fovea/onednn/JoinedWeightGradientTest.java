package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joined images against separate ones; on every processor, though only AMX has a use for it. */
class JoinedWeightGradientTest {
    private static final Arena ARENA = Arena.ofAuto();

    @BeforeEach
    void needsTheLibrary() {
        Needs.oneDnn();
    }

    private record Images(Conv conv, Operand x, Operand dy, Spec dw) {

        static Images of(DType type, int batch, int size, int kernel, int stride, int padding) {
            Conv conv = new Conv(Window.of(kernel, kernel).withPadding(padding).withStride(stride), 1);
            Spec x = new Spec(Shape.of(batch, 5, size, size), type);
            Spec dw = new Spec(Shape.of(3, 5, kernel, kernel), type);
            return new Images(conv, image(x), image(conv.infer(x, dw)[0]), dw);
        }

        private static Operand image(Spec spec) {
            return new Operand(spec, ConvolutionKernels.imageLayout(spec));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "F32, 12, 7, 3, 1, 1",
        "F32, 16, 3, 3, 1, 1",
        "F32, 14, 8, 3, 2, 1",
        "F32, 14, 7, 3, 2, 1",
        "F32, 8, 6, 5, 1, 2",
        "F32, 20, 4, 4, 2, 1",
        "BF16, 12, 7, 3, 1, 1",
        "BF16, 14, 8, 3, 2, 1"
    })
    void givesTheSameGradients(DType type, int batch, int size, int kernel, int stride, int padding) {
        Images images = Images.of(type, batch, size, kernel, stride, padding);
        Kernel joined = JoinedWeightGradient.of(images.conv, images.x, images.dy, images.dw);
        assertThat(joined).isNotNull();
        assertThat(joined.name()).contains("images in a row");
        MemorySegment x = random(images.x.spec(), 1);
        MemorySegment dy = random(images.dy.spec(), 2);
        Kernel plain =
                ConvolutionKernels.plainWeightGradient(images.conv, images.x.spec(), images.dy.spec(), images.dw);
        float[] expected = run(plain, x, dy, images.dw);
        // What lies between the images beforehand must not matter.
        Scratch.beside(1 << 20).fill((byte) 0x55);
        float[] found = run(joined, x, dy, images.dw);
        double tolerance = type == DType.F32 ? 1e-4 : 0.1;
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], offset((float) tolerance));
        }
    }

    @Test
    void whatCannotBeJoinedIsNot() {
        assertThat(joined(Images.of(DType.F32, 12, 7, 3, 1, 0)))
                .as("without padding")
                .isNull();
        assertThat(joined(Images.of(DType.F32, 1, 7, 3, 1, 1)))
                .as("a single image")
                .isNull();
        assertThat(joined(Images.of(DType.F32, 3, 7, 3, 1, 1)))
                .as("too few images")
                .isNull();
    }

    private static Kernel joined(Images images) {
        return JoinedWeightGradient.of(images.conv, images.x, images.dy, images.dw);
    }

    private static float[] run(Kernel kernel, MemorySegment x, MemorySegment dy, Spec dw) {
        Layout layout = kernel.output(0);
        long bytes = Math.max(dw.bytes(), new Operand(dw, layout).bytes());
        MemorySegment raw = ARENA.allocate(bytes, 64);
        kernel.run(new MemorySegment[] {x, dy}, new MemorySegment[] {raw});
        Spec wide = new Spec(dw.shape(), DType.F32);
        MemorySegment y = ARENA.allocate(wide.bytes(), 64);
        Operand rows = new Operand(wide, Layout.rowMajor(wide.shape()));
        try (Primitive move = Reorder.of(Descs.of(new Operand(dw, layout)), Descs.of(rows), Attributes.NONE)) {
            move.execute(Scratch.of(move.scratchpadBytes()), raw, y);
        }
        return y.toArray(ValueLayout.JAVA_FLOAT);
    }

    private static MemorySegment random(Spec spec, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemorySegment x = ARENA.allocate(spec.bytes(), 64);
        for (long i = 0; i < spec.shape().elements(); i++) {
            float value = random.nextInt(-8, 9) / 8f;
            if (spec.dtype() == DType.F32) {
                x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            } else {
                x.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (Float.floatToRawIntBits(value) >> 16));
            }
        }
        return x;
    }
}
