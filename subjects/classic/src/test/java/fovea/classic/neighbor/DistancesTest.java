package fovea.classic.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.classic.Points;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.assertj.core.data.Offset;
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
        Points.Bytes bytes = new Points.Bytes(3, 2, new byte[] {3, 4, 0, 0, 3, 0});
        assertThat(Distances.noLoop(new Points.Bytes(2, 2, new byte[] {0, 0, 3, 4}), bytes)
                        .toArray())
                .containsExactly(expected);
    }

    @Test
    void ofBytesNothingIsLost() {
        Points.Bytes a = ExactSearchTest.bytes(20, 700, 256, 1);
        Points.Bytes b = ExactSearchTest.bytes(30, 700, 256, 2);
        float[] expected = Distances.twoLoops(tensor(a), tensor(b)).toArray();
        float[] found = Distances.noLoop(a, b).toArray();
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isEqualTo(expected[i], Offset.offset(1e-3f)); // of some 2,700
        }
    }

    private static Tensor tensor(Points points) {
        return Tensor.of(Shape.of(points.count(), points.size()), points.floats(0, points.count()));
    }
}
