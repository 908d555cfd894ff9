package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RangeObserverTest {

    @Test
    void rangesGrowInTrainingOnly() {
        RangeObserver one = RangeObserver.of();
        RangeObserver rows = RangeObserver.perSlice(2, 0);
        Tensor first = Tensor.of(Shape.of(2, 2), -1f, 0.5f, 3, 4);
        Tensor second = Tensor.of(Shape.of(2, 2), 0f, 1, 2, 5);
        for (Tensor x : new Tensor[] {first, second}) {
            assertThat(Pass.training(() -> rows.forward(one.forward(x)))).isSameAs(x);
        }
        assertThat(one.forward(Tensor.of(100f))).isNotNull();
        assertThat(one.low().get().item()).isEqualTo(-1);
        assertThat(one.high().get().item()).isEqualTo(5);
        assertThat(rows.low().get().toArray()).containsExactly(-1, 2);
        assertThat(rows.high().get().toArray()).containsExactly(1, 5);
        assertThat(rows.symmetric(DType.I8).scale().toArray())
                .containsExactly(new float[] {1 / 127.5f, 5 / 127.5f}, within(1e-8f));
        assertThat(one.affine(DType.U8).scale().item()).isCloseTo(6 / 255.0, within(1e-8));
        assertThat(one.affine(DType.U8).zeroPoint().item()).isEqualTo(42);
    }
}
