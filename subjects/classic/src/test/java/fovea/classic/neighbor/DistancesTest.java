package fovea.classic.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DistancesTest {
    @Test
    void threeFourFive() {
        Tensor queries = Tensor.of(Shape.of(2, 2), 0f, 0, 3, 4);
        Tensor points = Tensor.of(Shape.of(3, 2), 3f, 4, 0, 0, 3, 0);
        float[] expected = {5, 0, 3, 0, 5, 4};
        assertThat(Distances.twoLoops(queries, points).toArray()).containsExactly(expected);
        assertThat(Distances.oneLoop(queries, points).toArray()).containsExactly(expected);
        assertThat(Distances.noLoop(queries, points).toArray()).containsExactly(expected);
    }
}
