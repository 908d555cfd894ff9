package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void whatTheLastLinearLayerIsGiven() {
        Linear first = Linear.of(5, 4, random);
        Tensor x = Initial.normal(Shape.of(3, 5), 1, random);
        Tensor seen = Features.of(Sequential.of(first, Tensor::relu, Linear.of(4, 2, random), Tensor::softmax), x);
        assertThat(seen.toArray()).containsExactly(first.forward(x).relu().toArray());
    }

    @Test
    void mapsBecomeTheirMeans() {
        Tensor x = Initial.normal(Shape.of(2, 3, 4, 4), 1, random);
        Tensor seen = Features.of(Conv2dLayer.of(3, 6, Window.of(3, 3), random), x);
        assertThat(seen.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(seen.toArray()).containsExactly(x.mean(2, 3).toArray());
    }

    @Test
    void aModelWithoutWeightsIsRefused() {
        assertThatThrownBy(() -> Features.of(Tensor::relu, Tensor.ones(Shape.of(1, 2))))
                .hasMessageContaining("multiplies nothing");
    }
}
