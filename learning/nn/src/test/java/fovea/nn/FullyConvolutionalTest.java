package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FullyConvolutionalTest {
    private static final int SIDE = 14;

    private final SplittableRandom random = new SplittableRandom(2);
    private final Sequential model = Sequential.of(
            Conv2dLayer.of(2, 5, Window.of(3, 3), random),
            Tensor::relu,
            MaxPoolLayer.of(2),
            Conv2dLayer.of(5, 6, Window.of(3, 3), random),
            Tensor::relu,
            MaxPoolLayer.of(2),
            new Flatten(),
            Linear.of(6 * 2 * 2, 7, random),
            Tensor::relu,
            new Dropout(0.5),
            Linear.of(7, 3, random));
    private final Sequential dense = FullyConvolutional.of(model, Shape.of(2, SIDE, SIDE));

    @Test
    void picturesOfTheOldSizeGetTheSameAnswers() {
        Tensor x = RandomStream.of(1).normal(Shape.of(4, 2, SIDE, SIDE));
        Tensor y = dense.forward(x);
        assertThat(y.shape()).isEqualTo(Shape.of(4, 3, 1, 1));
        assertThat(y.toArray()).containsExactly(model.forward(x).toArray(), Offset.offset(1e-5f));
        assertThat(Variables.of(dense).parameterCount())
                .isEqualTo(Variables.of(model).parameterCount());
    }

    /** Two poolings of 2: the classifier's window moves by 4 pixels from one answer to the next. */
    @Test
    void aLargerPictureGetsTheAnswersOfEveryWindow() {
        Tensor x = RandomStream.of(1).normal(Shape.of(1, 2, SIDE + 8, SIDE + 4));
        Tensor map = dense.forward(x);
        assertThat(map.shape()).isEqualTo(Shape.of(1, 3, 3, 2));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                Tensor window = x.slice(2, 4 * i, 4 * i + SIDE).slice(3, 4 * j, 4 * j + SIDE);
                float[] here = map.slice(2, i, i + 1).slice(3, j, j + 1).toArray();
                assertThat(here).containsExactly(model.forward(window).toArray(), Offset.offset(1e-5f));
            }
        }
    }

    @Test
    void weightsAreCopiedAndNamesStay() {
        assertThat(Variables.of(dense).named().keySet())
                .isEqualTo(Variables.of(model).named().keySet());
        assertThat(Variables.of(dense).named().get("7.weight").shape()).isEqualTo(Shape.of(7, 6, 2, 2));
        assertThat(Variables.of(dense).named().get("10.weight").shape()).isEqualTo(Shape.of(3, 7, 1, 1));
    }

    @Test
    void whatHasNoFlattenOrOtherMapsIsRefused() {
        assertThatThrownBy(() -> FullyConvolutional.of(Sequential.of(MaxPoolLayer.of(2)), Shape.of(1, 4, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("no Flatten");
        assertThatThrownBy(() -> FullyConvolutional.ofHead(Sequential.of(Linear.of(24, 3, random)), Shape.of(6, 5, 5)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("reads 24 numbers, its maps have 5 × 5 pixels");
    }
}
