package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.IndexAdd;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements by their places in images that lie channels-last: drawn, taken and added up alike on every device. */
class PlacesTest {
    private static final Device PLAIN = Device.named("reference");
    private static final Shape IMAGES = Shape.of(3, 5, 7, 6);

    @ParameterizedTest
    @CsvSource({"7, 1, 1", "5000, 1, 1", "3, 70, 1", "2, 3, 35", "3, 66, 90", "2, 7, 4000"})
    void drawsAreTheSameBitsWhereverTheyLie(int n, int c, int l) {
        Shape shape = l > 1 ? Shape.of(n, c, l) : c > 1 ? Shape.of(n, c) : Shape.of(n);
        for (Draw.Distribution kind : Draw.Distribution.values()) {
            assertThat(drawn(Device.best(), shape, kind)).isEqualTo(drawn(PLAIN, shape, kind));
        }
    }

    private static float[] drawn(Device device, Shape shape, Draw.Distribution kind) {
        return device.use(() -> Region.run(() -> RandomStream.of(-3).draw(new Spec(shape, DType.F32), kind)))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void imagesAreTakenAndAddedUpAsTheyLie(int axis) {
        Tensor index = Tensor.of(Shape.of(4), 2, 0, -1, 2);
        int size = IMAGES.size(axis);
        same(x -> x.take(axis, index));
        same(x -> new IndexAdd(axis, size).apply(x.take(axis, index), index));
        Tensor square = Tensor.of(Shape.of(2, 2), 2, 0, -1, 2);
        same(x -> x.take(axis, square));
        same(x -> new IndexAdd(axis, size).apply(x.take(axis, square), square));
    }

    /** Of one channel rows and images lie alike, and places of two axes make no image of it. */
    @Test
    void grayImagesAreTakenByPlacesOfTwoAxes() {
        Tensor square = Tensor.of(Shape.of(2, 2), 1, 0, -1, 1);
        Tensor x = Tensor.of(Shape.of(2, 1, 2, 3), 1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        for (int axis : new int[] {0, 2}) {
            float[] expected =
                    PLAIN.use(() -> Region.run(() -> x.take(axis, square))).toArray();
            assertThat(Device.best()
                            .use(() -> Region.run(() -> x.take(axis, square)))
                            .toArray())
                    .isEqualTo(expected);
        }
    }

    /** A pooling of one pixel leaves images channels-last. */
    private static void same(UnaryOperator<Tensor> f) {
        float[] pixels = new float[(int) IMAGES.elements()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 37 % 101) / 8f;
        }
        Tensor x = Tensor.of(IMAGES, pixels);
        UnaryOperator<Tensor> all = in -> f.apply(in.maxPool2d(1, 1));
        float[] expected = PLAIN.use(() -> Region.run(() -> all.apply(x))).toArray();
        assertThat(Device.best().use(() -> Region.run(() -> all.apply(x))).toArray())
                .isEqualTo(expected);
    }
}
