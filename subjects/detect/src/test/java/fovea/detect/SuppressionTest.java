package fovea.detect;

import static fovea.detect.BoxesTest.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SuppressionTest {
    /** Three in a row, each a third over the next, and one far away. */
    private static final float[] SIDES = {0, 0, 2, 1, 1, 0, 3, 1, 2, 0, 4, 1, 9, 9, 10, 10};

    private final Tensor boxes = Tensor.of(Shape.of(4, 4), SIDES);
    private final Tensor scores = Tensor.of(0.8f, 0.9f, 0.7f, 0.9f);

    @Test
    void theBestOfThoseThatOverlapStays() {
        assertThat(Suppression.nms(boxes, scores, 0.3).toInts()).containsExactly(1, 3);
        assertThat(Suppression.nms(boxes, scores, 0.34).toInts()).containsExactly(1, 3, 0, 2);
        Tensor others = Tensor.of(0.9f, 0.8f, 0.7f, 0.1f);
        assertThat(Suppression.nms(boxes, others, 0.3).toInts()).containsExactly(0, 2, 3);
        assertThat(Suppression.nms(Tensor.zeros(Shape.of(0, 4)), Tensor.zeros(Shape.of(0)), 0.5)
                        .toInts())
                .isEmpty();
    }

    /** What goes overlaps something better that stays; what stays overlaps nothing better that stays. */
    @Test
    void whatStaysFollowsFromOverlaps() {
        var random = new SplittableRandom(3);
        float[] sides = new float[4 * 60];
        float[] all = new float[60];
        for (int i = 0; i < 60; i++) {
            sides[4 * i] = random.nextFloat() * 10;
            sides[4 * i + 1] = random.nextFloat() * 10;
            sides[4 * i + 2] = sides[4 * i] + 1 + 4 * random.nextFloat();
            sides[4 * i + 3] = sides[4 * i + 1] + 1 + 4 * random.nextFloat();
            all[i] = random.nextFloat();
        }
        Tensor many = Tensor.of(Shape.of(60, 4), sides);
        double[] iou =
                Overlap.IOU.of(many.cast(DType.F64), many.cast(DType.F64)).toDoubles();
        int[] kept = Suppression.nms(many, Tensor.of(all), 0.2).toInts();
        boolean[] stays = new boolean[60];
        for (int i : kept) {
            stays[i] = true;
        }
        assertThat(kept.length).isBetween(10, 59);
        for (int i = 0; i < 60; i++) {
            boolean beaten = false;
            for (int j = 0; j < 60; j++) {
                beaten |= stays[j] && all[j] > all[i] && iou[60 * i + j] > 0.2;
            }
            assertThat(stays[i]).isEqualTo(!beaten);
        }
    }

    @Test
    void classesDoNotMeet() {
        Tensor classes = Tensor.of(Shape.of(4), 0, 1, 1, 0);
        assertThat(Suppression.batchedNms(boxes, scores, classes, 0.3).toInts()).containsExactly(1, 3, 0);
        Tensor negative = boxes.sub(100);
        assertThat(Suppression.batchedNms(negative, scores, classes.cast(DType.I64), 0.3)
                        .toInts())
                .containsExactly(1, 3, 0);
    }

    @Test
    void softSuppressionLowersScores() {
        var linear = Suppression.softNms(boxes, scores, new Suppression.Decay.Linear(0.3), 0.001);
        assertThat(linear.places().toInts()).containsExactly(1, 3, 0, 2);
        float[] left = linear.scores().toArray();
        assertThat(left[2]).isCloseTo(0.8f * 2 / 3, within(1e-6f));
        assertThat(left[3]).isCloseTo(0.7f * 2 / 3, within(1e-6f));
        var gaussian = Suppression.softNms(boxes, scores, new Suppression.Decay.Gaussian(0.5), 0.6);
        assertThat(gaussian.places().toInts()).containsExactly(1, 3, 0);
        assertThat(gaussian.scores().toArray()[2]).isCloseTo((float) (0.8 * Math.exp(-2.0 / 9)), within(1e-6f));
    }

    @Test
    void mistakesSayWhatWouldFit() {
        assertThatThrownBy(() -> Suppression.nms(boxes, Tensor.ones(Shape.of(3)), 0.5))
                .hasMessage(lines(
                        "nms: the boxes are f32[4, 4] and the scores f32[3]",
                        "  give one floating-point score a box, [4]"));
        assertThatThrownBy(() -> Suppression.batchedNms(boxes, scores, scores, 0.5))
                .hasMessage(lines(
                        "batchedNms: the scores are f32[4] and the classes f32[4]",
                        "  give one class a score, a whole number"));
    }
}
