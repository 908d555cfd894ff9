package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResNet20TrainingTest {
    /** Worked out by the formula in another language. */
    private static final float FIRST_WEIGHT = 0.3613889f;

    private static final float FIRST_PIXEL = 0.313266f;

    private final ResNet20Training training = new ResNet20Training();

    @Test
    void hasTheParametersOfThePaper() {
        assertThat(training.weights().stream().mapToInt(Weight::count).sum()).isEqualTo(269_722);
        assertThat(training.norms()).hasSize(19).startsWith("bn1").endsWith("layer3.2.bn2");
    }

    @Test
    void namesEveryWeightOnce() {
        assertThat(training.weights().stream().map(Weight::name))
                .doesNotHaveDuplicates()
                .contains("layer2.0.conv1.weight");
    }

    @Test
    void startsFromTheSameBitsEverywhere() {
        float[] first = training.weights().getFirst().values();
        assertThat(first).hasSize(16 * 3 * 3 * 3);
        assertThat(first[0]).isEqualTo(FIRST_WEIGHT);
        assertThat(training.pixels()[0]).isEqualTo(FIRST_PIXEL);
    }

    @Test
    void takesEachWeightFromAStreamOfItsOwn() {
        float[] one = training.weights().get(3).values();
        float[] other = training.weights().get(6).values();
        assertThat(one).hasSameSizeAs(other).isNotEqualTo(other);
    }

    @Test
    void fillsTheBatchWithMeanZeroAndVarianceOne() {
        float[] pixels = training.pixels();
        double mean = IntStream.range(0, pixels.length)
                .mapToDouble(i -> pixels[i])
                .average()
                .orElseThrow();
        double square = IntStream.range(0, pixels.length)
                .mapToDouble(i -> pixels[i] * pixels[i])
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.01));
        assertThat(square).isCloseTo(1, within(0.01));
    }

    @Test
    void labelsEveryClass() {
        assertThat(training.labels()).hasSize(128).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(IntStream.of(training.labels())).allMatch(label -> label >= 0 && label < 10);
    }
}
