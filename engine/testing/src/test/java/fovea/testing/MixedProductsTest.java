package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.DType;
import fovea.tensor.MixedPrecision;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MixedProductsTest {
    /** Three products in a row, the last two of bf16 by f32: the plain answers but for rounding. */
    @Test
    void whatWasRoundedMultipliesParametersThatWereNot() {
        Tensor x = Tensor.arange(0, 12, 1).cast(DType.F32).reshape(Shape.of(2, 3, 2));
        Tensor stack = Tensor.arange(0, 8, 1).cast(DType.F32).reshape(Shape.of(2, 2, 2));
        Tensor one = Tensor.of(Shape.of(2, 1), 1f, 2);
        Tensor plain = x.matmul(stack).matmul(stack).matmul(one);
        Tensor mixed = MixedPrecision.bf16(() -> x.matmul(stack).matmul(stack).matmul(one));
        assertThat(mixed.dtype()).isEqualTo(DType.F32);
        assertThat(mixed.shape()).isEqualTo(Shape.of(2, 3, 1));
        assertThat(mixed.toArray())
                .usingComparatorWithPrecision((float) (0.01 * plain.max().item()))
                .containsExactly(plain.toArray());
    }
}
