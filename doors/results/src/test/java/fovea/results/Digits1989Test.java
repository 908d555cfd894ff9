package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.data.Image;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.RandomStream;
import fovea.train.optim.Adam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class Digits1989Test {
    private final SplittableRandom random = new SplittableRandom(1);

    /** Pictures of 28 × 28, each of one shade: ten times its label. */
    private static MemorySource shades(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[784];
            Arrays.fill(pixels, (byte) (20 * (n % 10)));
            samples.add(new Sample("shade " + n, Image.of(28, 28, 1, pixels), n % 10));
        }
        return new MemorySource(
                samples, IntStream.range(0, 10).mapToObj(String::valueOf).toList());
    }

    @Test
    void picturesAreDrawnAtRandomAndGoFromMinusOneToOne() {
        Examples small = Digits1989.small(shades(50), 30, random);
        assertThat(small.size()).isEqualTo(30);
        assertThat(small.height()).isEqualTo(16);
        for (int n = 0; n < 30; n++) {
            float shade = 2 * (20 * small.labels()[n] / 255f) - 1;
            assertThat(small.pixels()[n * 256 + 100]).isCloseTo(shade, Offset.offset(1e-5f));
        }
        assertThat(small.labels())
                .isNotEqualTo(Arrays.stream(small.labels()).sorted().toArray());
    }

    @Test
    void shiftsMoveByAPixelAtMostOntoTheGround() {
        float[] pixels = new float[200 * 256];
        Arrays.fill(pixels, -1);
        for (int n = 0; n < 200; n++) {
            pixels[n * 256 + 5 * 16 + 9] = 1;
        }
        Examples moved = Digits1989.shifted(new Examples(16, 16, pixels, new int[200]), random);
        int[] seen = new int[9];
        for (int n = 0; n < 200; n++) {
            int at = 0;
            for (int i = 0; i < 256; i++) {
                at = moved.pixels()[n * 256 + i] == 1 ? i : at;
            }
            seen[(at / 16 - 4) * 3 + at % 16 - 8]++;
        }
        assertThat(Arrays.stream(seen).sum()).isEqualTo(200);
        assertThat(seen).doesNotContain(0);
    }

    @Test
    void anOrderHasEveryPositionOnce() {
        int[] order = Examples.order(100, random);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
        assertThat(order).isNotEqualTo(IntStream.range(0, 100).toArray());
    }

    @Test
    void stepsLearn() {
        Examples shades = Digits1989.small(shades(40), 40, random);
        Sequential net = Sequential.of(new Flatten(), Linear.of(256, 10, random));
        Steps steps = Steps.of(net, Adam.of(net), Loss::crossEntropy, RandomStream.of(1));
        double before = steps.error(shades);
        for (int i = 0; i < 300; i++) {
            steps.learn(shades, 0.05);
        }
        assertThat(before).isGreaterThan(0.5);
        assertThat(steps.error(shades)).isLessThan(0.2);
    }
}
