package fovea.detect;

import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BoxesTest {

    private static Tensor boxes(double... sides) {
        return Tensor.of(Shape.of(sides.length / 4, 4), sides);
    }

    /** Boxes on a grid of 0.2 pixels, moved by 0.1 for odd seeds: no side of one is near a side of one of another parity. */
    private static Tensor random(int n, long seed) {
        var random = new SplittableRandom(seed);
        double[] sides = new double[4 * n];
        for (int i = 0; i < n; i++) {
            for (int axis = 0; axis < 2; axis++) {
                sides[4 * i + axis] = 0.2 * random.nextInt(0, 20) + 0.1 * (seed % 2);
                sides[4 * i + axis + 2] = sides[4 * i + axis] + 0.2 * random.nextInt(5, 20);
            }
        }
        return boxes(sides);
    }

    @Test
    void formatsDescribeTheSameBoxes() {
        Tensor corners = boxes(1, 2, 5, 10);
        assertThat(BoxFormat.XYXY.convert(corners, BoxFormat.XYWH).toDoubles()).containsExactly(1, 2, 4, 8);
        assertThat(BoxFormat.XYXY.convert(corners, BoxFormat.CXCYWH).toDoubles())
                .containsExactly(3, 6, 4, 8);
        for (BoxFormat from : BoxFormat.values()) {
            for (BoxFormat to : BoxFormat.values()) {
                Tensor there = from.convert(random(5, 1), to);
                assertClose(to.convert(there, from), random(5, 1), 2);
            }
        }
    }

    @Test
    void boxesAreClippedAndChosenBySize() {
        Tensor given = boxes(-1, 2, 9, 30, 1, 1, 3, 2.5);
        assertThat(Boxes.clip(given, 20, 8).toDoubles()).containsExactly(0, 2, 8, 20, 1, 1, 3, 2.5);
        assertThat(Boxes.notSmallerThan(given, 1.5).toInts()).containsExactly(0, 1);
        assertThat(Boxes.notSmallerThan(given, 1.6).toInts()).containsExactly(0);
        assertThat(Boxes.area(given).toDoubles()).containsExactly(280, 3);
    }

    @Test
    void masksHaveTheBoxesOfTheirPixels() {
        float[] masks = new float[2 * 4 * 5];
        masks[5 + 2] = 1;
        masks[15 + 3] = -7;
        masks[20] = 1;
        Tensor x = Tensor.of(Shape.of(2, 4, 5), masks);
        assertThat(Boxes.ofMasks(x).toArray()).containsExactly(2, 1, 3, 3, 0, 0, 0, 0);
        assertThat(Boxes.ofMasks(x.ne(0)).toArray()).containsExactly(2, 1, 3, 3, 0, 0, 0, 0);
    }

    /** Two squares of side 2, one moved by (1, 1): they share 1, cover 7, and fit into 9. */
    @Test
    void overlapsAreThoseOfTheirDefinitions() {
        Tensor a = boxes(0, 0, 2, 2, 0, 0, 1, 1);
        Tensor b = boxes(1, 1, 3, 3);
        assertThat(Overlap.IOU.of(a, b).toDoubles()).containsExactly(1.0 / 7, 0);
        assertThat(Overlap.GENERALIZED.of(a, b).toDoubles()[0]).isCloseTo(1.0 / 7 - 2.0 / 9, within(1e-15));
        assertThat(Overlap.GENERALIZED.of(a, b).toDoubles()[1]).isCloseTo(-4.0 / 9, within(1e-15));
        assertThat(Overlap.DISTANCE.of(a, b, 0).toDoubles()[0]).isCloseTo(1.0 / 7 - 2.0 / 18, within(1e-15));
        assertThat(Overlap.COMPLETE.of(a, b, 0).toDoubles()[0]).isCloseTo(1.0 / 7 - 2.0 / 18, within(1e-15));
        Tensor flat = boxes(0, 0, 4, 1);
        Tensor square = boxes(0, 0, 2, 2);
        double v = 4 / (Math.PI * Math.PI) * Math.pow(Math.atan(4) - Math.atan(1), 2);
        // They share 2 and cover 6; the centers are (2, 0.5) and (1, 1), the box around both is 4 wide and 2 high.
        double expected = 1.0 / 3 - 1.25 / 20 - v * v / (1 - 1.0 / 3 + v);
        assertThat(Overlap.COMPLETE.of(flat, square, 0).item()).isCloseTo(expected, within(1e-15));
    }

    @Test
    void lossesAreOneLessTheOverlapBoxByBox() {
        Tensor a = random(6, 2);
        Tensor b = random(6, 3);
        double[][] pairs = {
            Overlap.GENERALIZED.of(a, b).toDoubles(),
            Overlap.DISTANCE.of(a, b).toDoubles(),
            Overlap.COMPLETE.of(a, b).toDoubles()
        };
        for (BoxLoss loss : BoxLoss.values()) {
            double[] found = loss.of(a, b).toDoubles();
            for (int i = 0; i < 6; i++) {
                assertThat(found[i]).isCloseTo(1 - pairs[loss.ordinal()][7 * i], within(1e-6));
            }
        }
        assertThat(BoxLoss.GENERALIZED.of(a, a, 0).toDoubles()).containsExactly(0, 0, 0, 0, 0, 0);
    }

    @Test
    void gradientsMatchDifferences() {
        for (Overlap overlap : Overlap.values()) {
            // The complete one keeps a factor constant, so it is no function's gradient; torchvision's numbers hold it.
            if (overlap != Overlap.COMPLETE) {
                check(overlap.name(), x -> overlap.of(x.get(0), x.get(1)), random(2, 4), random(2, 5));
            }
        }
        check("giou loss", x -> BoxLoss.GENERALIZED.of(x.get(0), x.get(1)), random(3, 6), random(3, 7));
        check("diou loss", x -> BoxLoss.DISTANCE.of(x.get(0), x.get(1)), random(3, 6), random(3, 7));
        check("convert", x -> BoxFormat.CXCYWH.convert(x.get(0), BoxFormat.XYWH), random(3, 8));
        check("clip", x -> Boxes.clip(x.get(0), 5, 5), random(3, 9));
        BoxDeltas deltas = new BoxDeltas(10, 5);
        check("encode", x -> deltas.encode(x.get(0), x.get(1)), random(2, 10), random(2, 11));
        check("decode", x -> deltas.decode(x.get(0), x.get(1)), random(2, 12), random(2, 13));
    }

    @Test
    void focalLossIsItsFormula() {
        Tensor logits = Tensor.of(Shape.of(4), 0.5, -1.5, 2.0, -3.0);
        Tensor targets = Tensor.of(Shape.of(4), 1.0, 0.0, 0.0, 1.0);
        double[] found = FocalLoss.standard().of(logits, targets).toDoubles();
        double[] x = logits.toDoubles();
        double[] t = targets.toDoubles();
        for (int i = 0; i < 4; i++) {
            double p = 1 / (1 + Math.exp(-x[i]));
            double right = t[i] == 1 ? p : 1 - p;
            double alpha = t[i] == 1 ? 0.25 : 0.75;
            assertThat(found[i]).isCloseTo(-alpha * Math.pow(1 - right, 2) * Math.log(right), within(1e-14));
        }
        Tensor soft = Tensor.of(Shape.of(4), 0.9, 0.2, 0.4, 0.7);
        check("focal", in -> new FocalLoss(0.25, 1.5).of(in.get(0), in.get(1)), logits, soft);
        check("focal without weights", in -> new FocalLoss(-1, 0).of(in.get(0), in.get(1)), logits, soft);
        assertThat(FocalLoss.standard()
                        .of(Tensor.of(Shape.of(2), 300.0, -300.0), Tensor.of(Shape.of(2), 0.0, 1.0))
                        .toDoubles())
                .containsExactly(225, 75);
    }

    private static void check(String name, Function<List<Tensor>, Tensor> f, Tensor... x) {
        GradientCheck check = new GradientCheck(name, in -> List.of(f.apply(in)), List.of(x));
        check.first(1e-8);
        check.second(1e-8);
    }

    @Test
    void deltasAreUndone() {
        BoxDeltas deltas = new BoxDeltas(10, 5);
        Tensor anchors = random(5, 14);
        Tensor boxes = random(5, 15);
        assertClose(deltas.decode(deltas.encode(boxes, anchors), anchors), boxes, 10);
        Tensor huge = Tensor.of(Shape.of(1, 4), 0.0, 0, 100, 0);
        assertThat(BoxDeltas.proposals().decode(huge, boxes(0, 0, 2, 2)).toDoubles()[2])
                .isCloseTo(1 + 1000.0 / 16, within(1e-9));
    }

    /** The nine anchors of Faster R-CNN's paper, as torchvision rounds them, and their places on a map. */
    @Test
    void anchorsAreThoseOfFasterRcnn() {
        var grid = new AnchorGrid(List.of(128.0, 256.0, 512.0), List.of(0.5, 1.0, 2.0));
        assertThat(grid.cell().slice(0, 0, 2, 1).toArray()).containsExactly(-91, -45, 91, 45, -181, -91, 181, 91);
        assertThat(grid.cell().slice(0, 3, 4, 1).toArray()).containsExactly(-64, -64, 64, 64);
        Tensor over = grid.over(2, 3, 16, 8);
        assertThat(over.shape()).isEqualTo(Shape.of(54, 4));
        assertThat(over.slice(0, 5 * 9 + 3, 5 * 9 + 4, 1).toArray()).containsExactly(-48, -48, 80, 80);
    }

    @Test
    void mistakesSayWhatWouldFit() {
        assertThatThrownBy(() -> Boxes.area(Tensor.ones(Shape.of(2, 5))))
                .isInstanceOf(ShapeException.class)
                .hasMessage(lines(
                        "boxArea: the boxes are f32[2, 5]",
                        "  they must be [..., 4] of floating-point numbers: left, top, right, bottom"));
        assertThatThrownBy(() -> BoxLoss.DISTANCE.of(Tensor.ones(Shape.of(2, 4)), Tensor.ones(Shape.of(3, 4))))
                .hasMessage(lines("box loss: a is f32[2, 4] and b is f32[3, 4]", "  shapes and types must be equal"));
        assertThatThrownBy(() -> Overlap.IOU.of(Tensor.ones(Shape.of(2, 4)), boxes(0, 0, 1, 1)))
                .hasMessage(lines("box overlap: a is f32[2, 4] and b is f64[1, 4]", "  they must be of one type"));
        assertThatThrownBy(() -> FocalLoss.standard()
                        .of(Tensor.ones(Shape.of(2)), Tensor.ones(Shape.of(2)).cast(DType.I32)))
                .hasMessage(lines(
                        "focalLoss: the logits are f32[2] and the targets i32[2]",
                        "  both must be floating-point numbers of one type and shape"));
    }

    static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines);
    }
}
