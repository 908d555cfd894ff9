package fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.MaxPool;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The passes around max pooling, as the text of a graph before and after them. */
class PoolingPassesTest {
    /** The second pooling's places are given away. */
    @Test
    void winnersThatNobodyReadsAreLeftOut() {
        MaxPool pool = new MaxPool(Window.of(1, 2));
        Graph graph = Trace.of(
                in -> {
                    Tensor[] second = pool.outputs(pool.outputs(in.getFirst())[0]);
                    return List.of(second[0], second[1]);
                },
                Spec.f32(Shape.of(1, 1, 1, 5)));
        assertThat(DropWinners.of(graph)).hasToString("""
            %0:f32[1, 1, 1, 5] = input
            %1:f32[1, 1, 1, 4] = Largest[window=[1, 2]] %0
            %3:f32[1, 1, 1, 3], %4:u8[1, 1, 1, 3] = MaxPool[window=[1, 2]] %1
            return %3 %4\
            """);
    }

    private static Graph poolingAndGradients(boolean withPlaces) {
        MaxPool pool = new MaxPool(Window.of(1, 2));
        return Trace.of(
                in -> {
                    Tensor rectified = in.getFirst().relu();
                    Tensor[] pooled = pool.outputs(rectified);
                    Tensor dx = new MaxPool.Scatter(Window.of(1, 2), rectified.shape())
                            .apply(in.getLast(), pooled[1])
                            .wherePositive(rectified);
                    List<Tensor> all = List.of(pooled[0], dx, dx.sum(0, 2, 3));
                    return withPlaces ? List.of(pooled[0], pooled[1]) : all;
                },
                Spec.f32(Shape.of(1, 1, 1, 5)),
                Spec.f32(Shape.of(1, 1, 1, 4)));
    }

    @Test
    void whatIsPooledIsRectifiedLate() {
        Graph graph = poolingAndGradients(false);
        Graph late = PoolFirst.of(graph);
        assertThat(late).hasToString("""
            %0:f32[1, 1, 1, 5] = input
            %1:f32[1, 1, 1, 4] = input
            %10:f32[1, 1, 1, 4], %4:u8[1, 1, 1, 4] = MaxPool[window=[1, 2]] %0
            %3:f32[1, 1, 1, 4] = Relu[] %10
            %9:f32[1, 1, 1, 4] = WherePositive[] %1 %3
            %6:f32[1, 1, 1, 5] = Scatter[window=[1, 2], x=[1, 1, 1, 5]] %9 %4
            %7:f32[1, 1, 1, 1] = Sum[axes=[0, 2, 3]] %6
            %8:f32[1] = Reshape[to=[1]] %7
            return %3 %6 %8\
            """);
        Tensor x = Tensor.of(Shape.of(1, 1, 1, 5), 1f, -2, -3, 0, 4);
        Tensor dy = Tensor.of(Shape.of(1, 1, 1, 4), 10f, 20, 30, 40);
        assertThat(late.run(x, dy).get(1).toArray()).containsExactly(10, 0, 0, 0, 40);
        assertThat(graph.run(x, dy).get(1).toArray()).containsExactly(10, 0, 0, 0, 40);
        Graph given = DropDead.of(poolingAndGradients(true));
        assertThat(PoolFirst.of(given)).hasToString(given.toString());
    }

    @Test
    void whatAPoolingSpreadsIsSummedBefore() {
        Graph graph = PoolFirst.of(poolingAndGradients(false));
        assertThat(SumEarly.of(graph).toString().lines().skip(6))
                .containsExactly(
                        "%7:f32[1, 1, 1, 1] = Sum[axes=[0, 2, 3]] %9",
                        "%8:f32[1] = Reshape[to=[1]] %7", "return %3 %6 %8");
        Tensor x = Tensor.of(Shape.of(1, 1, 1, 5), 1f, -2, -3, 0, 4);
        Tensor dy = Tensor.of(Shape.of(1, 1, 1, 4), 10f, 20, 30, 40);
        assertThat(SumEarly.of(graph).run(x, dy).getLast().toArray()).containsExactly(50);
    }
}
