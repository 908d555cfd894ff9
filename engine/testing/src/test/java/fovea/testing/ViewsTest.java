package fovea.testing;

import static fovea.testing.TensorAssertions.assertClose;

import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Products and convolutions of views, on the best device and on the reference: kernels read strides in their own ways. All numbers are
 * positive, so that sums do not cancel.
 */
class ViewsTest {
    private static final int[] SIZES = {1, 1, 2, 3, 4, 17, 32};
    private static final int PAIRS = 5000;

    private final Random random = new Random(7);

    @Test
    void productsOfMatricesThatAreCutOutAndTurned() {
        for (int i = 0; i < PAIRS; i++) {
            Region.run(() -> {
                int[] batch = sizes(1 + random.nextInt(2));
                int[] mkn = sizes(3);
                Tensor a = view(shape(batch, mkn[0], mkn[1]));
                Tensor b = view(shape(batch, mkn[1], mkn[2]));
                Tensor expected = Device.named("reference").use(() -> a.matmul(b));
                assertClose(Device.best().use(() -> a.matmul(b)), expected, 32);
                return List.of();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 9, 3, 2, 2", "3, 12, 4, 3, 3", "1, 17, 2, 2, 3", "2, 5, 5, 2, 4"})
    void convolutionsOfOneChannelToResultsOnePixelWide(int n, int h, int w, int k, int stride) {
        Region.run(() -> {
            Tensor x = Tensor.of(Shape.of(n, 1, h, w), numbers(n * h * w));
            Tensor weight = Tensor.of(Shape.of(3, 1, 1, k), numbers(3 * k));
            Window window = Window.of(1, k).withStride(1, stride);
            Tensor expected = Device.named("reference").use(() -> x.conv(weight, window, 1));
            assertClose(Device.best().use(() -> x.conv(weight, window, 1)), expected, 32);
            return List.of();
        });
    }

    /** A tensor of this shape whose elements lie in another order, half of them among others. */
    private Tensor view(int[] sizes) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            axes.add(i);
        }
        Collections.shuffle(axes, random);
        boolean cut = random.nextBoolean();
        int[] whole = new int[sizes.length];
        int[] back = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            whole[i] = sizes[axes.get(i)] + (cut ? random.nextInt(3) : 0);
            back[axes.get(i)] = i;
        }
        Shape shape = Shape.of(whole);
        Tensor x = Tensor.of(shape, numbers((int) shape.elements()));
        for (int i = 0; i < sizes.length; i++) {
            int size = sizes[axes.get(i)];
            int from = random.nextInt(whole[i] - size + 1);
            x = x.slice(i, from, from + size);
        }
        return x.permute(back);
    }

    private int[] sizes(int count) {
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = SIZES[random.nextInt(SIZES.length)];
        }
        return sizes;
    }

    private static int[] shape(int[] batch, int rows, int columns) {
        int[] all = new int[batch.length + 2];
        System.arraycopy(batch, 0, all, 0, batch.length);
        all[batch.length] = rows;
        all[batch.length + 1] = columns;
        return all;
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 0.5f + random.nextFloat();
        }
        return numbers;
    }
}
