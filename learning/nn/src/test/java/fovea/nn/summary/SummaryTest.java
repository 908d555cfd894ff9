package fovea.nn.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Border;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final SplittableRandom random = new SplittableRandom(1);

    private Conv2dLayer conv(int in, int out, int size, int stride, int padding) {
        return Conv2dLayer.of(in, out, Window.of(size, size).withStride(stride).withPadding(padding), random);
    }

    /** CS231n's notes on convolutional networks: [227×227×3] through 96 filters of 11×11 every 4 pixels. */
    @Test
    void theFirstLayerOfAlexNetIsAsInTheLectures() {
        Row row = Summary.of(conv(3, 96, 11, 4, 0), Shape.of(1, 3, 227, 227))
                .rows()
                .getFirst();
        assertThat(row.output()).isEqualTo(Shape.of(1, 96, 55, 55));
        assertThat(row.parameters()).isEqualTo(34_944);
        assertThat(row.multiplyAdds()).isEqualTo(55L * 55 * 96 * 11 * 11 * 3);
        assertThat(row.kind()).isEqualTo("conv 11×11 stride 4");
    }

    /** The notes' example: ten filters of 5×5 over 32×32×3 with stride 1 and padding 2 have 760 parameters. */
    @Test
    void tenFiltersOverAColorPictureHave760Parameters() {
        Row row =
                Summary.of(conv(3, 10, 5, 1, 2), Shape.of(1, 3, 32, 32)).rows().getFirst();
        assertThat(row.output()).isEqualTo(Shape.of(1, 10, 32, 32));
        assertThat(row.parameters()).isEqualTo(760);
    }

    @Test
    void everyLayerIsToldUnderItsName() {
        Sequential model = Sequential.of(
                conv(1, 4, 3, 1, 1),
                BatchNormLayer.of(4),
                Tensor::relu,
                MaxPoolLayer.of(2),
                new Flatten(),
                Linear.of(4 * 4 * 4, 3, random));
        Summary summary = Summary.of(model, Shape.of(2, 1, 8, 8));
        assertThat(summary.rows()).extracting(Row::name).containsExactly("0", "1", "2", "3", "5");
        assertThat(summary.rows())
                .extracting(Row::kind)
                .containsExactly("conv 3×3 padding 1", "batch norm", "relu", "max pool 2×2 stride 2", "linear");
        assertThat(summary.rows()).extracting(Row::parameters).containsExactly(40L, 8L, 0L, 0L, 195L);
        assertThat(summary.rows())
                .extracting(Row::multiplyAdds)
                .containsExactly(2L * 64 * 4 * 9, 0L, 0L, 0L, 2L * 64 * 3);
        assertThat(summary.parameters()).isEqualTo(243);
        assertThat(summary.activations()).isEqualTo(2 * (64 + 256 + 64 + 3));
    }

    /** Three layers of 3×3 see as much as one of 7×7 (Simonyan and Zisserman 2014, section 2.3). */
    @Test
    void threeSmallFiltersSeeAsMuchAsOneLargeOne() {
        Sequential three = Sequential.of(conv(1, 1, 3, 1, 1), conv(1, 1, 3, 1, 1), conv(1, 1, 3, 1, 1));
        assertThat(last(three, 32).rows())
                .isEqualTo(last(conv(1, 1, 7, 1, 3), 32).rows())
                .isEqualTo(new Field(-3, 7, 1));
    }

    private static Row last(Layer model, int side) {
        return Summary.of(model, Shape.of(1, 1, side, side)).rows().getLast();
    }

    /** What the arithmetic says a place sees is what changes it. */
    @Test
    void aReceptiveFieldIsWhatChangesAnAnswer() {
        Sequential model = Sequential.of(
                conv(1, 2, 3, 1, 1),
                Tensor::tanh,
                Conv2dLayer.of(
                        2, 1, Window.of(3, 1).withStride(2, 1).withPadding(0, 0).withDilation(2, 1), random));
        Row row = last(model, 21);
        Tensor x = Tensor.full(Shape.of(1, 1, 21, 21), 0.5);
        Tensor y = model.forward(x);
        for (int pixel = 0; pixel < 21; pixel++) {
            assertThat(moves(model, x, y, 2, pixel)).isEqualTo(sees(row.rows(), 1, pixel));
            assertThat(moves(model, x, y, 3, pixel)).isEqualTo(sees(row.columns(), 1, pixel));
        }
    }

    /** Whether place (1, 1) of the answer changes with a row (axis 2) or a column (axis 3) of pixels. */
    private static boolean moves(Layer model, Tensor x, Tensor y, int axis, int pixel) {
        Tensor line = x.slice(axis, pixel, pixel + 1).add(1);
        Tensor changed = Tensor.concat(axis, x.slice(axis, 0, pixel), line, x.slice(axis, pixel + 1, 21));
        return model.forward(changed).get(0, 0, 1, 1).item()
                != y.get(0, 0, 1, 1).item();
    }

    private static boolean sees(Field field, int place, int pixel) {
        int from = field.first() + place * field.jump();
        return pixel >= from && pixel < from + field.size();
    }

    @Test
    void theStartIsTheMiddleOfTheFirstField() {
        assertThat(last(conv(1, 1, 3, 1, 1), 8).rows().start()).isZero();
        assertThat(last(conv(1, 1, 2, 2, 0), 8).rows().start()).isEqualTo(0.5);
        assertThat(last(conv(1, 1, 11, 4, 2), 63).rows().start()).isEqualTo(3);
    }

    @Test
    void branchesThatMeetSeeWhatBothSee() {
        Conv2dLayer wide = conv(1, 1, 5, 1, 2);
        Conv2dLayer narrow = conv(1, 1, 1, 1, 0);
        Layer both = x -> wide.forward("wide", x).add(narrow.forward("narrow", x));
        assertThat(last(both, 9).rows()).isEqualTo(new Field(-2, 5, 1));
        assertThat(last(both, 9).kind()).isEqualTo("add");
    }

    @Test
    void pixelsPaddedByHandAreCountedLikeThoseOfAWindow() {
        Conv2dLayer plain = conv(1, 1, 3, 2, 0);
        Layer padded = x -> plain.forward("conv", x.pad(Border.ZEROS, 2, 1, 1).pad(Border.ZEROS, 3, 1, 1));
        assertThat(last(padded, 9).rows())
                .isEqualTo(last(conv(1, 1, 3, 2, 1), 9).rows());
    }

    @Test
    void picturesMayBeThinnedAndCut() {
        Layer every = x -> x.slice(2, 1, 9, 2).slice(3, 0, 9, 3).mul(2);
        Row row = last(every, 9);
        assertThat(row.rows()).isEqualTo(new Field(1, 1, 2));
        assertThat(row.columns()).isEqualTo(new Field(0, 1, 3));
    }

    @Test
    void aMeanOverAllPixelsSeesAll() {
        Sequential model = Sequential.of(conv(1, 1, 3, 2, 1), x -> x.mean(2, 3));
        assertThat(last(model, 8).rows()).isEqualTo(new Field(-1, 9, 0));
    }

    /** Steps without names are told apart by their convolutions. */
    @Test
    void layersWithoutNamesAreToldToo() {
        Conv2dLayer first = conv(1, 2, 3, 1, 0);
        Conv2dLayer second = conv(2, 3, 3, 1, 0);
        Summary summary = Summary.of(x -> second.forward(first.forward(x).relu()), Shape.of(1, 1, 8, 8));
        assertThat(summary.rows()).extracting(Row::multiplyAdds).containsExactly(36L * 2 * 9, 16L * 3 * 18);
        assertThat(summary.rows()).extracting(Row::parameters).containsExactly(20L, 57L);
    }

    @Test
    void anInputThatDoesNotFitIsReportedWithItsLayer() {
        Sequential model = Sequential.of(conv(3, 4, 3, 1, 1));
        assertThatThrownBy(() -> Summary.of(model, Shape.of(1, 1, 8, 8)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("in 0 (Conv2dLayer)");
    }
}
