package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Ordering.Between;
import fovea.tensor.Searching.Unique;
import fovea.tensor.Selection;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Values and gradients at odd places: ties, zeros, infinities, not-a-numbers, nothing. What is expected is what PyTorch 1.13 does. */
class FormulasTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Tensor x(double... elements) {
        return Tensor.of(Shape.of(elements.length), elements);
    }

    private static double[] gradient(UnaryOperator<Tensor> f, double... at) {
        return Autograd.gradient(x(at), t -> f.apply(t).sum()).toDoubles();
    }

    private static List<double[]> gradients(Function<List<Tensor>, Tensor> f, Tensor... at) {
        return Autograd.gradients(List.of(at), t -> f.apply(t).sum()).stream()
                .map(Tensor::toDoubles)
                .toList();
    }

    @Test
    void winnersThatAreEqualShareTheGradient() {
        assertThat(gradient(t -> t.max(), 1, 3, 3, 2)).containsExactly(0, 0.5, 0.5, 0);
        assertThat(gradient(t -> t.min(0), 1, 3, 1, 2)).containsExactly(0.5, 0, 0.5, 0);
        assertThat(gradient(t -> t.median(), 1, 2, 2, 5)).containsExactly(0, 0.5, 0.5, 0);
        assertThat(gradient(t -> t.norm(INF), -3, 3, 1)).containsExactly(-0.5, 0.5, 0);
        assertThat(gradients(in -> in.get(0).maximum(in.get(1)), x(1, 2, INF), x(1, 3, INF)))
                .containsExactly(new double[] {0.5, 0, 0.5}, new double[] {0.5, 1, 0.5});
        assertThat(gradients(in -> in.get(0).minimum(in.get(1)), x(1, 2, -INF), x(1, 3, -INF)))
                .containsExactly(new double[] {0.5, 1, 0.5}, new double[] {0.5, 0, 0.5});
    }

    @Test
    void winnersThatAreNamedHaveTheGradientAlone() {
        assertThat(gradient(t -> t.largest(0).values(), 1, 3, 3, 2)).containsExactly(0, 1, 0, 0);
        assertThat(gradient(t -> t.cummax(0).values(), 1, 3, 3, 2)).containsExactly(1, 1, 2, 0);
        assertThat(gradient(t -> t.median(0).values(), 1, 2, 2, 5)).containsExactly(0, 1, 0, 0);
    }

    @Test
    void gradientsAtKinksAndPoles() {
        assertThat(gradient(Tensor::abs, 0, -2)).containsExactly(0, -1);
        assertThat(gradient(Tensor::sqrt, 0)).containsExactly(INF);
        assertThat(gradient(t -> t.pow(0), 0, 2)).containsExactly(0, 0);
        assertThat(gradient(t -> t.pow(2), 0)).containsExactly(0);
        assertThat(gradients(in -> in.get(0).pow(in.get(1)), x(0, 0), x(0, 2)).get(1))
                .containsExactly(0, 0);
        assertThat(gradient(t -> t.clamp(-1, 1), -1, 1, 2, 0)).containsExactly(1, 1, 0, 1);
        assertThat(gradient(t -> t.clampMin(x(1, 1)), 1, 0)).containsExactly(1, 0);
        assertThat(gradient(t -> t.norm(2), 0, 0)).containsExactly(0, 0);
        assertThat(gradient(t -> t.norm(3), 0, 0)).containsExactly(0, 0);
        assertThat(gradient(t -> t.norm(1), 0, -1)).containsExactly(0, -1);
        assertThat(gradient(t -> t.norm(0), 0, -1)).containsExactly(0, 0);
        assertThat(gradient(t -> t.std(), 2, 2)).containsExactly(0, 0);
        assertThat(gradient(t -> t.hypot(t.mul(0)), 0)).containsExactly(0);
        assertThat(gradient(Tensor::sinc, 0)).containsExactly(0);
        assertThat(gradients(in -> in.get(0).fmax(in.get(1)), x(1, NAN, 1), x(1, 2, NAN)))
                .containsExactly(new double[] {1, 0, 1}, new double[] {0, 1, 0});
        assertThat(gradients(in -> in.get(0).xlogy(in.get(1)), x(0, 0), x(0, 2)))
                .usingElementComparator((a, b) -> java.util.Arrays.compare(a, b))
                .containsExactly(new double[] {0, Math.log(2)}, new double[] {0, 0});
        assertThat(gradient(t -> t.logaddexp(t.stopGradient()), 3, -INF)).containsExactly(0.5, 0.5);
        assertThat(gradient(t -> t.prod(), 0, 3, 4)).containsExactly(12, 0, 0);
        assertThat(gradient(t -> t.prod(), 0, 0, 4)).containsExactly(0, 0, 0);
        assertThat(gradient(t -> t.cumprod(0), 2, 0, 3)).containsExactly(1, 8, 0);
    }

    @Test
    void nothingHasSumsAndNoLargest() {
        Tensor none = Tensor.of(Shape.of(0, 2), new double[0]);
        assertThat(none.sum(0).toDoubles()).containsExactly(0, 0);
        assertThat(none.prod(0).toDoubles()).containsExactly(1, 1);
        assertThat(none.logsumexp(0).toDoubles()).containsExactly(-INF, -INF);
        assertThat(none.mean(0).toDoubles()).containsExactly(NAN, NAN);
        assertThat(none.any(0).toBooleans()).containsExactly(false, false);
        assertThat(none.all(0).toBooleans()).containsExactly(true, true);
        assertThat(none.cumsum(0).shape()).isEqualTo(Shape.of(0, 2));
        assertThat(none.sort(0, false).values().shape()).isEqualTo(Shape.of(0, 2));
        assertThat(none.unique().values().shape()).isEqualTo(Shape.of(0));
        assertThat(x(3).var().item()).isNaN();
    }

    @Test
    void floorsAndRemaindersFitTogether() {
        Tensor a = x(5.5, -5.5, 5.5, -5.5, 7, -7, 1, INF);
        Tensor b = x(2, 2, -2, -2, 3.5, 3.5, 0.1, 2);
        assertThat(a.floorDivide(b).toDoubles()).containsExactly(2, -3, -3, 2, 2, -2, 9, INF);
        assertThat(a.truncDivide(b).toDoubles()).containsExactly(2, -2, -2, 2, 2, -2, 10, INF);
        Tensor i = Tensor.of(Shape.of(4), 7, -7, 7, -7);
        Tensor j = Tensor.of(Shape.of(4), 3, 3, -3, -3);
        assertThat(i.floorDivide(j).toInts()).containsExactly(2, -3, -3, 2);
        assertThat(i.truncDivide(j).toInts()).containsExactly(2, -2, -2, 2);
        assertThat(i.remainder(j).toInts()).containsExactly(1, 2, -2, -1);
    }

    @Test
    void bitsOfIntegers() {
        Tensor a = Tensor.of(Shape.of(3), 12, -1, Integer.MAX_VALUE);
        Tensor b = Tensor.of(Shape.of(3), 10, 7, 1);
        assertThat(a.and(b).toInts()).containsExactly(8, 7, 1);
        assertThat(a.or(b).toInts()).containsExactly(14, -1, Integer.MAX_VALUE);
        assertThat(a.xor(b).toInts()).containsExactly(6, -8, Integer.MAX_VALUE - 1);
        assertThat(a.not().toInts()).containsExactly(-13, 0, Integer.MIN_VALUE);
        assertThat(a.shiftLeft(b).toInts()).containsExactly(12 << 10, -1 << 7, -2);
        assertThat(a.shiftRight(b).toInts()).containsExactly(0, -1, Integer.MAX_VALUE >> 1);
        assertThat(Tensor.of(Shape.of(2), 250, 5)
                        .cast(DType.U8)
                        .not()
                        .cast(DType.I32)
                        .toInts())
                .containsExactly(5, 250);
        assertThat(Tensor.of(Shape.of(3), 12, 0, -9)
                        .gcd(Tensor.of(Shape.of(3), 18, 0, 6))
                        .toInts())
                .containsExactly(6, 0, 3);
        assertThat(Tensor.of(Shape.of(3), 4, 0, -9)
                        .lcm(Tensor.of(Shape.of(3), 6, 5, 6))
                        .toInts())
                .containsExactly(12, 0, 18);
    }

    @Test
    void smallestOfTypesThatCannotBeNegated() {
        Tensor bytes = Tensor.of(Shape.of(4), 3, 0, 255, 7).cast(DType.U8);
        assertThat(bytes.min().cast(DType.I32).item()).isZero();
        assertThat(bytes.argmin().item()).isEqualTo(1);
        assertThat(Tensor.of(Shape.of(2), Integer.MIN_VALUE, 5).min().item()).isEqualTo(Integer.MIN_VALUE);
        assertThat(Tensor.of(Shape.of(2), Integer.MIN_VALUE, 5).argmin().item()).isZero();
        assertThat(Tensor.of(Shape.of(3), true, true, false).all().toBooleans()).containsExactly(false);
    }

    @Test
    void notANumbersInOrders() {
        Tensor x = x(2, NAN, -1, 5);
        assertThat(x.sort(0, false).indices().toInts()).containsExactly(2, 0, 3, 1);
        assertThat(x.sort(0, true).indices().toInts()).containsExactly(1, 3, 0, 2);
        assertThat(x.median().item()).isNaN();
        assertThat(x.nanmedian().item()).isEqualTo(2);
        assertThat(x.median(0).indices().item()).isEqualTo(1);
        assertThat(x.quantile(0.5, 0).item()).isNaN();
        assertThat(x.nanquantile(x(0.5, 0, 1), 0, Between.LINEAR).toDoubles()).containsExactly(2, -1, 5);
        assertThat(x.nansum().item()).isEqualTo(6);
        assertThat(x.nanmean().item()).isEqualTo(2);
        assertThat(x.largest(0).indices().item()).isEqualTo(1);
        assertThat(x(NAN, NAN).nanmedian().item()).isNaN();
    }

    @Test
    void quantilesBetweenElements() {
        Tensor x = x(3, 1, 2, 4);
        Tensor q = x(0.5, 0.9);
        assertThat(x.quantile(q, 0, Between.LINEAR).toDoubles())
                .containsExactly(new double[] {2.5, 3.7}, within(1e-15));
        assertThat(x.quantile(q, 0, Between.LOWER).toDoubles()).containsExactly(2, 3);
        assertThat(x.quantile(q, 0, Between.HIGHER).toDoubles()).containsExactly(3, 4);
        assertThat(x.quantile(q, 0, Between.NEAREST).toDoubles()).containsExactly(3, 4);
        assertThat(x.quantile(q, 0, Between.MIDPOINT).toDoubles()).containsExactly(2.5, 3.5);
    }

    @Test
    void theMostFrequent() {
        Selection mode = x(3, 1, 3, 1, 2).mode(0);
        assertThat(mode.values().item()).as("the smaller of two").isEqualTo(1);
        assertThat(mode.indices().item()).as("its last place").isEqualTo(3);
        assertThat(x(7).mode(0).values().item()).isEqualTo(7);
    }

    @Test
    void theDifferent() {
        Unique found = Tensor.of(Shape.of(2, 3), 3, 1, 2, 3, 1, 1).unique();
        assertThat(found.values().toInts()).containsExactly(1, 2, 3);
        assertThat(found.inverse().toInts()).containsExactly(2, 0, 1, 2, 0, 0);
        assertThat(found.inverse().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(found.counts().toLongs()).containsExactly(3, 1, 2);
        Unique rows = Tensor.of(Shape.of(4, 2), 1, 2, 0, 5, 1, 2, 0, 4).unique(0);
        assertThat(rows.values().toInts()).containsExactly(0, 4, 0, 5, 1, 2);
        assertThat(rows.inverse().toInts()).containsExactly(2, 1, 2, 0);
        Unique columns = Tensor.of(Shape.of(2, 3), 1, 0, 1, 2, 2, 2).unique(1);
        assertThat(columns.values().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(columns.values().toInts()).containsExactly(0, 1, 2, 2);
        Unique runs = Tensor.of(Shape.of(6), 1, 1, 2, 2, 2, 1).uniqueConsecutive();
        assertThat(runs.values().toInts()).containsExactly(1, 2, 1);
        assertThat(runs.counts().toLongs()).containsExactly(2, 3, 1);
    }

    @Test
    void lookingUpAndCounting() {
        Tensor edges = x(1, 3, 5, 7);
        Tensor values = Tensor.of(Shape.of(2, 2), 0.0, 1, 3.5, 9);
        assertThat(edges.searchsorted(values, false).toInts()).containsExactly(0, 0, 2, 4);
        assertThat(edges.searchsorted(values, true).toInts()).containsExactly(0, 1, 2, 4);
        assertThat(values.bucketize(edges, false).shape()).isEqualTo(Shape.of(2, 2));
        assertThat(Tensor.of(Shape.of(4), 1, 3, 1, 0).bincount(6).toLongs()).containsExactly(1, 2, 0, 1, 0, 0);
        assertThat(Tensor.of(Shape.of(3), 1, 0, 1).bincount(x(0.5, 2, 1), 0).toDoubles())
                .containsExactly(2, 1.5);
        assertThat(x(-2, -1, -0.5, 0, 0.99, 1, 2).histc(4, -1, 1).toDoubles()).containsExactly(1, 1, 1, 2);
        assertThat(x(1, 2, 3, 4).histc(3, 0, 0).toDoubles()).containsExactly(1, 1, 2);
        assertThat(x(1, 2, 3).isIn(x(3, 1, 9)).toBooleans()).containsExactly(true, false, true);
        assertThat(x(1, 2).isIn(x()).toBooleans()).containsExactly(false, false);
    }

    @Test
    void exactAndSpecialValues() {
        assertThat(x(8, 0.5, 1, 0x1p-1074, 0, INF, -1).log2().toDoubles())
                .containsExactly(3, -1, 0, -1074, -INF, INF, NAN);
        assertThat(x(1e-200, 3).hypot(x(1e-200, 4)).toDoubles()[1]).isEqualTo(5);
        assertThat(x(1e200).hypot(x(1e200)).item()).isCloseTo(Math.sqrt(2) * 1e200, within(1e185));
        assertThat(x(-INF, INF, 1000).logaddexp(x(-INF, INF, 1000)).toDoubles())
                .containsExactly(-INF, INF, 1000 + Math.log(2));
        assertThat(x(300, 0, 1.5).sinc().toDoubles())
                .containsExactly(new double[] {0, 1, -2 / (3 * Math.PI)}, within(1e-16));
        assertThat(x(0, 0, 0).xlogy(x(0, NAN, INF)).toDoubles()).containsExactly(0, NAN, 0);
        assertThat(x(-1, 0, 0.5).entropy().toDoubles()).containsExactly(-INF, 0, 0.5 * Math.log(2));
        assertThat(x(0, 1, NAN).lerp(x(1, 1e300, 1), x(1, 1, 0)).toDoubles()).containsExactly(1, 1e300, NAN);
        assertThat(x(-INF, NAN, INF, 2).nanToNum().toDoubles())
                .containsExactly(-Double.MAX_VALUE, 0, Double.MAX_VALUE, 2);
        assertThat(x(-0.0, 0, -1).signBit().toBooleans()).containsExactly(true, false, true);
        assertThat(x(2, -0.0).copysign(x(-0.0, 1)).toDoubles()).containsExactly(-2, 0);
        assertThat(x(-2, 0, 2).heaviside(x(0.5)).toDoubles()).containsExactly(0, 0.5, 1);
        assertThat(x(1.25, -17, 2.5).round(1).toDoubles()).containsExactly(1.2, -17, 2.5);
        assertThat(x(15, 25, -149).round(-1).toDoubles()).containsExactly(20, 20, -150);
        assertThat(x(1, INF, NAN, 1)
                        .isClose(x(1 + 1e-9, INF, NAN, 2), 1e-5, 1e-8)
                        .toBooleans())
                .containsExactly(true, true, false, false);
    }
}
