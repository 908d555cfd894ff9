package fovea.detect;

import static fovea.detect.BoxesTest.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.Samples;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

class RegionsTest {
    private final Samples samples = new Samples(new SplittableRandom(5), DType.F64);

    /** Inside, over all edges, tiny, and outside. */
    private static Tensor rois() {
        return Tensor.of(
                Shape.of(4, 5),
                1,
                1.3,
                0.7,
                5.1,
                4.9,
                0,
                -2.2,
                -1.4,
                9.3,
                8.2,
                1,
                3.2,
                3.1,
                3.4,
                3.3,
                0,
                20,
                20,
                24,
                25.0);
    }

    /** An image whose pixels are a linear function of their place reads that function anywhere inside. */
    @Test
    void alignedMeansOfALinearImageAreItsValuesAtTheCenters() {
        double[] pixels = new double[8 * 9];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 3 * (i / 9) + 0.5 * (i % 9) - 2;
        }
        Tensor x = Tensor.of(Shape.of(1, 1, 8, 9), pixels);
        Tensor roi = Tensor.of(Shape.of(1, 5), 0, 3.0, 2.0, 15.0, 10.0);
        for (int ratio : new int[] {-1, 1, 3}) {
            double[] y = new RoiAlign(2, 3, 0.5, ratio, true).apply(x, roi).toDoubles();
            for (int i = 0; i < 6; i++) {
                double row = 1 + (i / 3 + 0.5) * 2 - 0.5;
                double column = 1.5 + (i % 3 + 0.5) * 2 - 0.5;
                assertThat(y[i]).isCloseTo(3 * row + 0.5 * column - 2, within(1e-12));
            }
        }
        double[] legacy = new RoiAlign(1, 1, 0.5, 2, false).apply(x, roi).toDoubles();
        assertThat(legacy[0]).isCloseTo(3 * 3 + 0.5 * 4.5 - 2, within(1e-12));
    }

    @Test
    void regionsOutsideAreZero() {
        Tensor x = Tensor.full(new fovea.tensor.Spec(Shape.of(2, 4, 6, 7), DType.F64), 3);
        for (BinaryOperator<Tensor> op : all()) {
            double[] y = op.apply(x, rois().slice(0, 3, 4, 1)).toDoubles();
            assertThat(y).containsOnly(0);
        }
    }

    private static List<BinaryOperator<Tensor>> all() {
        return List.of(
                new RoiAlign(2, 2, 1, -1, true)::apply,
                new RoiAlign(3, 2, 1, 2, false)::apply,
                new PsRoiAlign(2, 2, 1, -1)::apply,
                new PsRoiAlign(2, 1, 0.5, 3)::apply,
                new PsRoiPool(2, 2, 1, true)::apply,
                new PsRoiPool(2, 2, 1, false)::apply,
                new RoiPool(2, 2, 1)::apply);
    }

    @Test
    void gradientsOfAnyOrderMatchDifferences() {
        Tensor x = samples.distinct(Shape.of(2, 4, 3, 3)).mul(8);
        for (BinaryOperator<Tensor> op : all()) {
            Tensor rois = rois();
            // Squared, so that there is something to differentiate twice.
            GradientCheck check = new GradientCheck(
                    "regions", in -> List.of(op.apply(in.get(0), rois).square()), List.of(x));
            check.first(1e-8);
            check.second(1e-8);
        }
    }

    @Test
    void compiledRegionsAreThoseOfEagerOnes() {
        Tensor x = samples.smooth(Shape.of(2, 4, 6, 7)).cast(DType.F32);
        Tensor rois = rois().cast(DType.F32);
        for (BinaryOperator<Tensor> op : all()) {
            float[] eager = op.apply(x, rois).toArray();
            float[] compiled = Compiled.of(in -> List.of(op.apply(in.get(0), in.get(1))))
                    .run(x, rois)
                    .getFirst()
                    .toArray();
            assertThat(compiled).containsExactly(eager);
        }
    }

    /** The region covers pixels 1 to 4 across and 1 to 2 down, ends included. */
    @Test
    void poolingTakesTheLargestOfWholePixels() {
        double[] pixels = new double[4 * 6];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i;
        }
        Tensor x = Tensor.of(Shape.of(1, 1, 4, 6), pixels);
        Tensor roi = Tensor.of(Shape.of(1, 5), 0, 0.6, 1.2, 4.4, 1.5);
        assertThat(new RoiPool(1, 2, 1).apply(x, roi).toDoubles()).containsExactly(14, 16);
        assertThat(new RoiPool(2, 2, 1).apply(x, roi).toDoubles()).containsExactly(8, 10, 14, 16);
        // As means the last pixel is left out: columns 1 to 3, row 1.
        assertThat(new PsRoiPool(1, 1, 1, true).apply(x, roi).toDoubles()).containsExactly(8);
    }

    @Test
    void listsOfBoxesNameTheirImages() {
        Tensor none = Tensor.zeros(Shape.of(0, 4));
        Tensor two = Tensor.ones(Shape.of(2, 4));
        assertThat(Rois.of(List.of(none, two)).toArray()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    /** Two hundred boxes on a feature map of 256 channels; a loop that goes through tensors sample by sample takes minutes. */
    @Test
    void manyRegionsTakeSecondsAtMost() {
        float[] sides = new float[1000];
        for (int i = 0; i < 200; i++) {
            sides[5 * i + 3] = 10 + i % 40;
            sides[5 * i + 4] = 15 + i % 30;
        }
        Tensor x = Tensor.ones(Shape.of(1, 256, 50, 50));
        Tensor rois = Tensor.of(Shape.of(200, 5), sides);
        long start = System.nanoTime();
        Tensor y = new RoiAlign(7, 7, 1, 2, true).apply(x, rois);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(y.sum().item()).isCloseTo(200.0 * 256 * 49, within(1e3));
        assertThat(seconds).isLessThan(20);
    }

    @Test
    void mistakesSayWhatWouldFit() {
        Tensor x = Tensor.ones(Shape.of(2, 6, 4, 4));
        assertThatThrownBy(() -> new RoiAlign(2, 2, 1, 2, true).apply(x, Tensor.ones(Shape.of(3, 4))))
                .hasMessage(
                        lines(
                                "roiAlign: x is f32[2, 6, 4, 4] and the regions are f32[3, 4]",
                                "  x must be [N, C, H, W] and the regions [K, 5] of image, left, top, right, bottom, of one floating-point type"));
        assertThatThrownBy(() -> new PsRoiAlign(2, 2, 1, 2).apply(x, Tensor.ones(Shape.of(3, 5))))
                .hasMessage(lines(
                        "psRoiAlign: x is f32[2, 6, 4, 4] and the regions are f32[3, 5]",
                        "  x's channels (6) must be divisible by the bins (2 × 2)"));
        assertThatThrownBy(() -> new RoiPool(2, 2, 1).apply(x, Tensor.of(Shape.of(1, 5), 2f, 0, 0, 1, 1)))
                .hasMessage(lines("roiPool: region 0 is of image 2.0", "  there are 2, from 0"));
        assertThatThrownBy(() -> new RoiAlign(2, 2, 1, 0, true)
                        .apply(x, Tensor.of(Shape.of(1, 5), 0f, 0, 0, Float.POSITIVE_INFINITY, 1)))
                .hasMessage(lines("roiAlign: region 0 has a side at Infinity", "  sides must be finite"));
    }

    @Test
    void frozenBatchNormIsItsFormula() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2), 1f, 2, 3, 4);
        Tensor y = FrozenBatchNorm.normalized(
                x, Tensor.of(2f, 3), Tensor.of(0.5f, -1), Tensor.of(1f, 2), Tensor.of(4f, 9), 0);
        assertThat(y.toArray()).containsExactly(new float[] {0.5f, 1.5f, 0, 1}, within(1e-6f));
        assertThat(FrozenBatchNorm.of(2).forward(x).toArray()).containsExactly(new float[] {1, 2, 3, 4}, within(1e-4f));
    }
}
