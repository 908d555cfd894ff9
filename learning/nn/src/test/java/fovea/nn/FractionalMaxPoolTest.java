package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Regions are read off a picture whose pixels grow to the right and downward: the largest of each is its last. */
class FractionalMaxPoolTest {
    private static final int N = 25;

    private static Tensor growing() {
        int[] pixels = IntStream.range(0, N * N).toArray();
        return Tensor.of(Shape.of(1, 1, N, N), pixels).cast(fovea.tensor.DType.F32);
    }

    /** The last column of each region. */
    private static List<Integer> ends(FractionalMaxPool layer, long seed) {
        float[] y = Pass.training(RandomStream.of(seed), () -> layer.forward(growing()))
                .toArray();
        int m = (int) Math.round(N / layer.factor());
        assertThat(y).hasSize(m * m);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < m; i++) {
            ends.add((int) y[i] % N);
        }
        return ends;
    }

    @Test
    void regionsAreOfOneOrTwoPixelsAndHoldAll() {
        for (boolean isRandom : new boolean[] {false, true}) {
            FractionalMaxPool layer = new FractionalMaxPool(Math.sqrt(2), isRandom, false);
            Set<List<Integer>> seen = new HashSet<>();
            for (int seed = 0; seed < 20; seed++) {
                List<Integer> ends = ends(layer, seed);
                int before = -1;
                for (int end : ends) {
                    assertThat(end - before).isBetween(1, 2);
                    before = end;
                }
                assertThat(before).isEqualTo(N - 1);
                seen.add(ends);
            }
            assertThat(seen).hasSizeGreaterThan(isRandom ? 15 : 5);
        }
    }

    /** Pseudorandom steps are as even as can be: any k of them in a row differ by at most one from any other k. */
    @Test
    void pseudorandomRegionsAreSpreadEvenly() {
        for (int seed = 0; seed < 10; seed++) {
            List<Integer> ends = ends(new FractionalMaxPool(1.5, false, false), seed);
            for (int k = 1; k < 6; k++) {
                int run = k;
                List<Integer> lengths = IntStream.range(run, ends.size())
                        .mapToObj(i -> ends.get(i) - ends.get(i - run))
                        .sorted()
                        .toList();
                assertThat(lengths.getLast() - lengths.getFirst()).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void overlappingRegionsReachOnePixelFurther() {
        for (boolean isRandom : new boolean[] {false, true}) {
            List<Integer> apart = ends(new FractionalMaxPool(1.4, isRandom, false), 3);
            List<Integer> over = ends(new FractionalMaxPool(1.4, isRandom, true), 3);
            for (int i = 0; i < apart.size(); i++) {
                assertThat(over.get(i)).isEqualTo(Math.min(apart.get(i) + 1, N - 1));
            }
        }
    }

    @Test
    void theMiddleOfARegionCounts() {
        // With u = ½ and 5 pixels in 3 regions they begin at 0, 2 and 4, or 1 and 2 pixels a side.
        Tensor x = Tensor.of(Shape.of(1, 1, 1, 5), 0f, 9, 0, 7, 0).expand(Shape.of(1, 1, 5, 5));
        Tensor y = FractionalMaxPool.of(5.0 / 3).forward(x);
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 3, 3));
        // ⌊(i + ½)·5/3⌋ − ⌊5/6⌋ = 0, 2, 4
        assertThat(y.toArray()).startsWith(9, 7, 0);
    }

    @Test
    void inferenceIsAlwaysTheSameUnlessGivenRandomNumbers() {
        FractionalMaxPool layer = new FractionalMaxPool(1.4, true, true);
        Tensor x = growing();
        assertThat(layer.forward(x).toArray()).isEqualTo(layer.forward(x).toArray());
        RandomStream random = RandomStream.of(4);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            seen.add(java.util.Arrays.toString(
                    Pass.inference(random, () -> layer.forward(x)).toArray()));
        }
        assertThat(seen).hasSize(5);
    }

    @Test
    void gradientsGoToTheWinners() {
        FractionalMaxPool layer = new FractionalMaxPool(1.5, false, false);
        float[] dx = Autograd.gradient(growing(), x -> layer.forward(x).sum()).toArray();
        float[] y = layer.forward(growing()).toArray();
        float[] expected = new float[N * N];
        for (float winner : y) {
            expected[(int) winner] += 1;
        }
        assertThat(dx).isEqualTo(expected);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> FractionalMaxPool.of(2)).hasMessageContaining("between 1 and 2");
        assertThatThrownBy(() -> FractionalMaxPool.of(1.5).forward(Tensor.ones(Shape.of(3, 4))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("x must be [N, C, H, W]");
    }
}
