package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSourceTest {
    private static final List<String> CLASSES = List.of("a", "b");

    private static FeatureSource rows() {
        return new FeatureSource(3, new float[] {1, 2, 3, -4, -5, -6, 7e9f, 8, 9}, new int[] {0, 1, 1}, CLASSES);
    }

    @Test
    void aLoaderGivesRowsAsTheyAre() {
        Loader loader = new Loader(rows(), LoaderOptions.training(2, 1).withDropLast(false));
        float[][] seen = new float[3][];
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                assertThat(List.of(batch.channels(), batch.height(), batch.width()))
                        .containsExactly(3, 1, 1);
                for (int n = 0; n < batch.size(); n++) {
                    assertThat(batch.labels()[n]).isEqualTo(rows().label(batch.index(n)));
                    seen[batch.index(n)] = Arrays.copyOfRange(batch.pixels(), 3 * n, 3 * n + 3);
                }
            }
        }
        assertThat(seen).isDeepEqualTo(new float[][] {{1, 2, 3}, {-4, -5, -6}, {7e9f, 8, 9}});
        Loader once = new Loader(rows(), LoaderOptions.evaluation(2));
        assertThatThrownBy(() -> Views.mirroredAndShifted().of(once)).hasMessageContaining("have no views");
    }

    @Test
    void theFirstRowsAreRowsToo() {
        FeatureSource two = rows().first(2);
        assertThat(two.numbers()).containsExactly(1, 2, 3, -4, -5, -6);
        assertThat(two.size()).isEqualTo(2);
        assertThatThrownBy(() -> rows().first(4)).hasMessageContaining("4 of 3 rows");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new FeatureSource(2, new float[3], new int[1], CLASSES))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("3 numbers for 1 samples of 2");
        assertThatThrownBy(() -> new FeatureSource(1, new float[1], new int[] {2}, CLASSES))
                .hasMessageContaining("row 0: label 2 is out of range");
    }
}
