package fovea.classic.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EdgeFiltersTest {

    @Test
    void thereAreEightAllDifferent() {
        Tensor all = EdgeFilters.all();
        assertThat(all.shape()).isEqualTo(Shape.of(8, 1, 3, 3));
        Set<List<Float>> seen = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            float[] filter = all.select(0, i).toArray();
            seen.add(java.util.stream.IntStream.range(0, 9)
                    .mapToObj(k -> filter[k])
                    .toList());
        }
        assertThat(seen).hasSize(8);
    }

    @Test
    void theyAreTheNotebooksFilters() {
        Tensor all = EdgeFilters.all();
        assertThat(all.select(0, 1).toArray()).containsExactly(-1, 1, 0, -1, 1, 0, -1, 1, 0);
        assertThat(all.select(0, 2).toArray()).containsExactly(0, 0, 0, 1, 1, 1, -1, -1, -1);
        assertThat(all.select(0, 5).toArray()).containsExactly(1, 0, 0, -1, 1, 0, -1, -1, 1);
    }

    /** Only the upper edge of a white square answers 3 to the filter for upper edges; its inside answers 0. */
    @Test
    void theUpperEdgeOfASquareAnswersItsFilter() {
        Tensor square = Tensor.ones(Shape.of(1, 1, 4, 4)).pad(2, 3, 3).pad(3, 3, 3);
        float[] answers = Filtering.correlate(square, EdgeFilters.top().reshape(1, 1, 3, 3))
                .toArray();
        assertThat(answers[3 * 10 + 4]).isEqualTo(3);
        assertThat(answers[4 * 10 + 4]).isZero();
        assertThat(answers[7 * 10 + 4]).isEqualTo(-3);
        assertThat(answers[0]).isZero();
    }

    @Test
    void aFingerprintIsTheLargestAnswerOfEachPart() {
        Tensor square = Tensor.ones(Shape.of(1, 1, 7, 7)).pad(2, 3, 4).pad(3, 3, 4);
        Tensor fingerprint = Fingerprint.ofEdges().of(square);
        assertThat(fingerprint.shape()).isEqualTo(Shape.of(1, 8, 2, 2));
        assertThat(fingerprint.select(1, 0).toArray()).containsExactly(3, 3, 0, 0);
        assertThat(fingerprint.select(1, 2).toArray()).containsExactly(0, 0, 3, 3);
    }

    @Test
    void templatesAreMeansOfMeanZeroAndDeviationOne() {
        Tensor zeros = Tensor.of(Shape.of(2, 2), 0f, 2, 2, 8);
        Tensor ones = Tensor.of(Shape.of(1, 2), 5f, -5);
        Templates templates = Templates.of(List.of(zeros, ones));
        assertThat(templates.means().toArray()).containsExactly(new float[] {-1, 1, 1, -1}, Offset.offset(1e-6f));
        Tensor x = Tensor.of(Shape.of(2, 2), -1f, 0, 3, -1);
        assertThat(templates.distances(x).toArray()).containsExactly(new float[] {1, 5, 20, 4}, Offset.offset(1e-5f));
        assertThat(templates.nearest(x).toInts()).containsExactly(0, 1);
    }

    @Test
    void anExampleOfAnotherLengthIsRefused() {
        Templates templates = Templates.of(List.of(Tensor.of(Shape.of(1, 2), 5f, -5)));
        assertThatThrownBy(() -> templates.nearest(Tensor.ones(Shape.of(1, 3))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1, 3]");
    }
}
