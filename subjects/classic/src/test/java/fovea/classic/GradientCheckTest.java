package fovea.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private final Tensor x = Tensor.of(Shape.of(2, 2), 0.5, -1.5, 2.0, 3.0);

    @Test
    void findsTheSlopesOfACubic() {
        Tensor gradient = x.square().mul(3);
        GradientCheck check = GradientCheck.of(t -> t.mul(t).mul(t).sum(), x, gradient);
        assertThat(check.relativeError()).isLessThan(1e-11);
    }

    @Test
    void saysWhereAndByHowMuchAGradientIsWrong() {
        Tensor wrong = Tensor.of(Shape.of(2, 2), 1.0, -3.0, 8.0, 6.0);
        GradientCheck check = GradientCheck.of(t -> t.square().sum(), x, wrong);
        assertThat(check.at()).containsExactly(1, 0);
        assertThat(check.yours()).isEqualTo(8);
        assertThat(check.numeric()).isCloseTo(4, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(check.relativeError()).isCloseTo(4 / 12.0, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(check.toString()).isEqualTo("relative error 3.3e-01 at [1, 0]: yours 8.00000, numeric 4.00000");
    }

    @Test
    void aNumberThatIsNoneIsWrong() {
        Tensor broken = Tensor.of(Shape.of(2, 2), 1.0, Double.NaN, 4.0, 6.0);
        GradientCheck check = GradientCheck.of(t -> t.square().sum(), x, broken);
        assertThat(check.relativeError()).isInfinite();
        assertThat(check.at()).containsExactly(0, 1);
    }

    @Test
    void theShapeMustBeThatOfX() {
        assertThatThrownBy(() -> GradientCheck.of(t -> t.sum(), x, x.sum(0)))
                .hasMessageContaining("a gradient has the shape");
    }
}
