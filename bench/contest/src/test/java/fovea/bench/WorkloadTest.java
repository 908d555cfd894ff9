package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    /** Worked out by the formula in another language. */
    private static final float FIRST_WEIGHT = 0.3613889f;

    private static final float FIRST_PIXEL = 0.313266f;

    private final Classification resnet = (Classification) Workload.named("resnet20-128", Precision.F32);

    @Test
    void callsEachDifferently() {
        assertThat(Workload.all(Precision.F32).stream().map(Workload::name))
                .doesNotHaveDuplicates()
                .contains("softmax-16", "lstm-50", "dcgan-64", "infer-resnet50-16");
    }

    @Test
    void saysWhatThereIs() {
        assertThatThrownBy(() -> Workload.named("nothing", Precision.F32)).hasMessageContaining("resnet20-128");
        assertThatThrownBy(() -> Precision.labeled("f8")).hasMessageContaining("bf16");
    }

    @Test
    void startsFromTheSameBitsEverywhere() {
        float[] first = resnet.net().weights().getFirst().values();
        assertThat(first).hasSize(16 * 3 * 3 * 3);
        assertThat(first[0]).isEqualTo(FIRST_WEIGHT);
        assertThat(resnet.pixels()[0]).isEqualTo(FIRST_PIXEL);
    }

    @Test
    void fillsTheBatchWithMeanZeroAndVarianceOne() {
        float[] pixels = resnet.pixels();
        assertThat(mean(pixels, 1)).isCloseTo(0, within(0.01));
        assertThat(mean(pixels, 2)).isCloseTo(1, within(0.01));
    }

    private static double mean(float[] values, int power) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.pow(values[i], power))
                .average()
                .orElseThrow();
    }

    @Test
    void showsEveryImageTwiceUnderClassesOfItsOwn() {
        float[] pixels = resnet.pixels();
        int half = pixels.length / 2;
        assertThat(Arrays.copyOf(pixels, half)).isEqualTo(Arrays.copyOfRange(pixels, half, pixels.length));
        int[] labels = resnet.labels();
        assertThat(labels).hasSize(128).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(Arrays.copyOf(labels, 64)).isNotEqualTo(Arrays.copyOfRange(labels, 64, 128));
    }

    @Test
    void writesEachCharacterOnce() {
        CharacterModel model = new CharacterModel(Precision.F32);
        float[] rows = model.oneHot();
        assertThat(rows).hasSize(50 * 50 * 65);
        assertThat(IntStream.range(0, rows.length).filter(i -> rows[i] == 1)).hasSize(2500);
        assertThat(rows[model.text()[0]]).isEqualTo(1);
        assertThat(model.weights().stream().mapToInt(Weight::count).sum())
                .isEqualTo(2048 * (65 + 512 + 2) + 2048 * (512 + 512 + 2) + 65 * 513);
    }
}
