package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final Source SOURCE = Pictures.noise(3, 10, 3);
    private static final Normalization PLAIN = new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    @Test
    void tenCropShowsCornersAndMiddleAndTheirMirrorImages() {
        List<float[]> seen = seen(SOURCE.framed(7, 6), Views.tenCrop());
        assertThat(seen).hasSize(30);
        for (int i = 0; i < 3; i++) {
            Image image = SOURCE.get(i).image();
            List<Image> crops = List.of(
                    image.crop(0, 0, 7, 6),
                    image.crop(0, 4, 7, 6),
                    image.crop(3, 0, 7, 6),
                    image.crop(3, 4, 7, 6),
                    image.centerCrop(7, 6));
            for (int k = 0; k < 5; k++) {
                float[] expected = PLAIN.apply(crops.get(k));
                assertThat(seen.get(10 * i + 2 * k)).containsExactly(expected);
                assertThat(seen.get(10 * i + 2 * k + 1)).containsExactly(mirrored(expected, 6));
            }
        }
    }

    @Test
    void tenCropLooksAtSeveralSizes() {
        List<float[]> seen = seen(SOURCE.framed(8, 8), Views.tenCrop(List.of(8, 13)));
        assertThat(seen).hasSize(60);
        Image image = SOURCE.get(2).image();
        assertThat(seen.get(40)).containsExactly(PLAIN.apply(image.resize(8, 8)));
        assertThat(seen.get(58))
                .containsExactly(PLAIN.apply(image.resize(13, 13).centerCrop(8, 8)));
    }

    /** As the program of airbench: half of the answer is that of the image, the other half of two shifts; in each half two mirrors. */
    @Test
    void shiftsByOnePixelEitherWay() {
        Views views = Views.mirroredAndShifted();
        assertThat(views.weights()).containsExactly(0.25, 0.25, 0.125, 0.125, 0.125, 0.125);
        List<float[]> seen = seen(SOURCE, views);
        Image image = SOURCE.get(1).image();
        float[] upperLeft = seen.get(6 + 2);
        float[] lowerRight = seen.get(6 + 5);
        assertThat(seen.get(6)).containsExactly(PLAIN.apply(image));
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 10; x++) {
                int before = image.at(Math.abs(y - 1), Math.abs(x - 1), 1);
                int after = image.at(9 - Math.abs(8 - y), 9 - Math.abs(8 - x), 1);
                assertThat(Math.round(255 * upperLeft[3 * (10 * y + x) + 1])).isEqualTo(before);
                assertThat(Math.round(255 * lowerRight[3 * (10 * y + 9 - x) + 1]))
                        .isEqualTo(after);
            }
        }
    }

    @Test
    void refusesWhatCannotBeAveraged() {
        assertThatThrownBy(() -> new Views(List.of(Augmentation.none()), List.of(0.5)))
                .hasMessageContaining("together 1");
        assertThatThrownBy(() -> new Views(List.of(), List.of())).hasMessageContaining("together 1");
        Loader shuffling = new Loader(SOURCE, PLAIN, LoaderOptions.training(2, 1));
        assertThatThrownBy(() -> Views.mirrored().of(shuffling)).hasMessageContaining("once and in order");
    }

    private static List<float[]> seen(Source source, Views views) {
        Loader loader =
                views.of(new Loader(source, PLAIN, LoaderOptions.evaluation(7).withThreads(2, 2)));
        int length = source.height() * source.width() * 3;
        List<float[]> seen = new ArrayList<>();
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                for (int n = 0; n < batch.size(); n++) {
                    assertThat(batch.index(n)).isEqualTo(seen.size());
                    assertThat(batch.sample(n)).isEqualTo(source.get(seen.size() / views.count()));
                    seen.add(Arrays.copyOfRange(batch.pixels(), n * length, (n + 1) * length));
                }
            }
        }
        return seen;
    }

    private static float[] mirrored(float[] x, int width) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int pixel = i / 3;
            y[i] = x[3 * (pixel / width * width + width - 1 - pixel % width) + i % 3];
        }
        return y;
    }
}
