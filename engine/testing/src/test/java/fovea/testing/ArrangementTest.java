package fovea.testing;

import static fovea.testing.TensorAssertions.assertIdentical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.Border;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that movements, arrangements and creation give, worked out by hand or as NumPy's manual prints them. */
class ArrangementTest {

    private static Tensor i(int rows, int columns, int... elements) {
        return Tensor.of(Shape.of(rows, columns), elements);
    }

    private static Tensor v(int... elements) {
        return Tensor.of(Shape.of(elements.length), elements);
    }

    private static Tensor x() {
        return Tensor.arange(6).reshape(2, 3);
    }

    @Test
    void quarterTurnsGoCounterclockwise() {
        Tensor m = i(2, 2, 1, 2, 3, 4);
        assertIdentical(m.rot90(), i(2, 2, 2, 4, 1, 3));
        assertIdentical(m.rot90(2, 0, 1), i(2, 2, 4, 3, 2, 1));
        assertIdentical(m.rot90(3, 0, 1), i(2, 2, 3, 1, 4, 2));
        assertIdentical(m.rot90(-1, 0, 1), m.rot90(1, 1, 0));
        assertIdentical(m.rot90(4, 0, 1), m);
    }

    @Test
    void rollsGoForward() {
        assertIdentical(v(0, 1, 2, 3, 4).roll(2, 0), v(3, 4, 0, 1, 2));
        assertIdentical(v(0, 1, 2, 3, 4).roll(-7, 0), v(2, 3, 4, 0, 1));
        assertIdentical(x().roll(1), i(2, 3, 5, 0, 1, 2, 3, 4));
        assertIdentical(x().roll(1, 1), i(2, 3, 2, 0, 1, 5, 3, 4));
    }

    @Test
    void flipsReverse() {
        assertIdentical(x().flip(-1), i(2, 3, 2, 1, 0, 5, 4, 3));
        assertIdentical(x().flip(0, 1), i(2, 3, 5, 4, 3, 2, 1, 0));
        assertIdentical(x().flipud().fliplr(), x().flip(1, 0));
    }

    @Test
    void axesMove() {
        Tensor t = Tensor.zeros(Shape.of(2, 3, 4, 5));
        assertThat(t.moveAxis(0, -1).shape()).isEqualTo(Shape.of(3, 4, 5, 2));
        assertThat(t.moveAxis(-1, 1).shape()).isEqualTo(Shape.of(2, 5, 3, 4));
        assertThat(t.moveAxes(new int[] {0, 1}, new int[] {-1, -2}).shape()).isEqualTo(Shape.of(4, 5, 3, 2));
        assertThat(t.transpose(1, -1).shape()).isEqualTo(Shape.of(2, 5, 4, 3));
        assertThat(t.flatten(1, 2).shape()).isEqualTo(Shape.of(2, 12, 5));
        assertThat(t.unflatten(2, 2, -1).shape()).isEqualTo(Shape.of(2, 3, 2, 2, 5));
        assertThat(t.unsqueeze(-1).unsqueeze(0).squeeze().shape()).isEqualTo(t.shape());
        assertThat(t.slice(0, 0, 1).squeeze(0).shape()).isEqualTo(Shape.of(3, 4, 5));
        assertThat(Tensor.zeros(Shape.of(3, 1)).expand(2, -1, 4).shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(Tensor.scalar(1).flatten(0, -1).shape()).isEqualTo(Shape.of(1));
        assertThat(Tensor.zeros(Shape.of(4)).atLeast(3).shape()).isEqualTo(Shape.of(1, 4, 1));
    }

    @Test
    void trianglesAndDiagonals() {
        Tensor m = i(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertIdentical(m.tril(), i(3, 3, 1, 0, 0, 4, 5, 0, 7, 8, 9));
        assertIdentical(m.tril(-1), i(3, 3, 0, 0, 0, 4, 0, 0, 7, 8, 0));
        assertIdentical(m.triu(1), i(3, 3, 0, 2, 3, 0, 0, 6, 0, 0, 0));
        assertIdentical(m.diag(0), v(1, 5, 9));
        assertIdentical(m.diag(1), v(2, 6));
        assertIdentical(m.diag(-2), v(7));
        assertIdentical(v(1, 2).diag(-1), i(3, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0));
        assertIdentical(i(2, 3, 1, 2, 3, 4, 5, 6).diagonal(1, 0, 1), v(2, 6));
        assertIdentical(i(2, 3, 1, 2, 3, 4, 5, 6).diagonal(0, 1, 0), v(1, 5));
        assertThat(v().diag(2).shape()).isEqualTo(Shape.of(2, 2));
        Tensor embedded = x().diagEmbed(1, 0, -1);
        assertThat(embedded.shape()).isEqualTo(Shape.of(4, 2, 4));
        assertIdentical(embedded.select(1, 1), v(3, 4, 5).diag(1));
    }

    @Test
    void repetitions() {
        assertIdentical(v(1, 2).tile(3), v(1, 2, 1, 2, 1, 2));
        assertIdentical(v(1, 2).tile(2, 1), i(2, 2, 1, 2, 1, 2));
        assertIdentical(v(1, 2).repeatInterleave(0, 2), v(1, 1, 2, 2));
        assertIdentical(v(1, 2, 3).repeatInterleave(0, v(2, 0, 1)), v(1, 1, 3));
        assertIdentical(x().windows(1, 2, 1).select(0, 1), i(2, 2, 3, 4, 4, 5));
        assertIdentical(x().asStrided(new int[] {2, 2}, new int[] {2, 1}, 1), i(2, 2, 1, 2, 3, 4));
    }

    @Test
    void partsAndJoins() {
        assertThat(v(0, 1, 2, 3, 4).chunk(3, 0))
                .map(Tensor::toInts)
                .containsExactly(new int[] {0, 1}, new int[] {2, 3}, new int[] {4});
        assertThat(v(0, 1, 2, 3, 4).splitInto(3, 0)).map(t -> t.shape().size(0)).containsExactly(2, 2, 1);
        assertThat(v(0, 1, 2, 3, 4).splitEvery(4, 0))
                .map(t -> t.shape().size(0))
                .containsExactly(4, 1);
        assertThat(x().unbind(1))
                .map(Tensor::toInts)
                .containsExactly(new int[] {0, 3}, new int[] {1, 4}, new int[] {2, 5});
        assertIdentical(Tensor.stack(1, v(1, 2), v(3, 4)), i(2, 2, 1, 3, 2, 4));
        assertIdentical(Tensor.vstack(v(1, 2), v(3, 4)), i(2, 2, 1, 2, 3, 4));
        assertIdentical(Tensor.hstack(v(1), v(2, 3)), v(1, 2, 3));
        assertIdentical(Tensor.columnStack(v(1, 2), i(2, 1, 3, 4)), i(2, 2, 1, 3, 2, 4));
        assertThat(Tensor.dstack(v(1, 2), v(3, 4)).shape()).isEqualTo(Shape.of(1, 2, 2));
        assertIdentical(Tensor.blockDiag(i(1, 2, 1, 2), v(3)), i(2, 3, 1, 2, 0, 0, 0, 3));
        assertIdentical(Tensor.cartesianProduct(v(1, 2), v(3, 4)), i(4, 2, 1, 3, 1, 4, 2, 3, 2, 4));
        assertIdentical(v(1, 2, 3).combinations(2), i(3, 2, 1, 2, 1, 3, 2, 3));
        assertThat(v(1).combinations(2).shape()).isEqualTo(Shape.of(0, 2));
        List<Tensor> grid = Tensor.meshgrid(v(1, 2), v(3, 4, 5));
        assertIdentical(grid.get(0), i(2, 3, 1, 1, 1, 2, 2, 2));
        assertIdentical(grid.get(1), i(2, 3, 3, 4, 5, 3, 4, 5));
        assertIdentical(v(2, 3).vander(3, true), i(2, 3, 1, 2, 4, 1, 3, 9));
    }

    @Test
    void borders() {
        assertIdentical(v(1, 2, 3).pad(0, 1, 2, -7), v(-7, 1, 2, 3, -7, -7));
        assertIdentical(v(1, 2, 3).pad(Border.REFLECT, 0, 2, 1), v(3, 2, 1, 2, 3, 2));
        assertIdentical(v(1, 2, 3).pad(Border.CIRCULAR, 0, 1, 1), v(3, 1, 2, 3, 1));
        assertIdentical(v(1, 2, 3).pad(Border.REPLICATE, 0, 1, 1), v(1, 1, 2, 3, 3));
        assertIdentical(Tensor.of(Float.NaN).pad(0, 1, 0, 5), Tensor.of(5f, Float.NaN));
    }

    @Test
    void numbersInARow() {
        assertIdentical(Tensor.arange(5, 0, -2), v(5, 3, 1));
        assertThat(Tensor.arange(0, 1, 0.25).toArray()).containsExactly(0, 0.25f, 0.5f, 0.75f);
        assertThat(Tensor.arange(3, 1, 1).shape()).isEqualTo(Shape.of(0));
        assertThat(Tensor.linspace(-1, 1, 5).toArray()).containsExactly(-1, -0.5f, 0, 0.5f, 1);
        assertThat(Tensor.linspace(0, 0.1, 3).toArray()[2]).isEqualTo(0.1f);
        assertThat(Tensor.linspace(3, 9, 1).toArray()).containsExactly(3);
        assertThat(Tensor.logspace(0, 2, 3).toArray()).containsExactly(1, 10, 100);
        assertThat(Tensor.logspace(0, 3, 4, 2).toArray()).containsExactly(1, 2, 4, 8);
        assertIdentical(Tensor.eye(2, 3), Tensor.of(Shape.of(2, 3), 1f, 0, 0, 0, 1, 0));
        assertIdentical(Tensor.tri(2, 3, 1), Tensor.of(Shape.of(2, 3), 1f, 1, 0, 1, 1, 1));
        assertIdentical(Tensor.trilIndices(2, 2, 0), i(2, 3, 0, 1, 1, 0, 0, 1));
        assertIdentical(Tensor.triuIndices(2, 3, 1), i(2, 3, 0, 0, 1, 1, 2, 2));
        assertIdentical(Tensor.fullLike(v(1, 2), 7), v(7, 7));
        assertIdentical(v(1, 0).oneHot(2), Tensor.of(Shape.of(2, 2), 0f, 1, 1, 0));
    }

    @Test
    void distances() {
        Tensor a = Tensor.of(Shape.of(1, 2), 0f, 0);
        Tensor b = Tensor.of(Shape.of(2, 2), 3f, 4, 0, -2);
        assertThat(a.cdist(b).toArray()).containsExactly(5, 2);
        assertThat(a.cdist(b, 1).toArray()).containsExactly(7, 2);
        assertThat(a.cdist(b, 0).toArray()).containsExactly(2, 1);
        assertThat(a.cdist(b, Double.POSITIVE_INFINITY).toArray()).containsExactly(4, 2);
        assertThat(a.cdist(b, 3).toArray()[0]).isCloseTo((float) Math.cbrt(91), within(1e-6f));
        assertThat(a.squaredDistances(b).toArray()).containsExactly(25, 4);
        assertThat(b.pdist(2).toArray()[0]).isCloseTo((float) Math.sqrt(45), within(1e-6f));
        Tensor gradient = fovea.autograd.Autograd.gradient(
                b, x -> x.cdist(x.stopGradient(), 2).sum());
        assertThat(gradient.toArray()).doesNotContain(Float.NaN);
    }

    /** A sum over every second column of a view, and a big whole number that a float could not hold. */
    @Test
    void wholeNumbersStayWhole() {
        Tensor big = Tensor.of(Shape.of(2), 1L << 40, 1L);
        assertThat(big.matmul(Tensor.of(Shape.of(2), 3L, -1L)).toLongs()).containsExactly(3 * (1L << 40) - 1);
        Tensor wide = Tensor.arange(64 * 64).reshape(64, 64).cast(DType.I64);
        assertThat(wide.transpose().reshape(-1).toLongs()[1]).isEqualTo(64);
    }
}
