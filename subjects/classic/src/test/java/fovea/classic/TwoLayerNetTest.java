package fovea.classic;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TwoLayerNetTest {
    private static final int N = 7, D = 5, H = 11, C = 3;

    private final SplittableRandom random = new SplittableRandom(3);
    private final TwoLayerNet net = TwoLayerNet.of(D, H, C, 0.7, random);
    private final Tensor x =
            Tensor.of(Shape.of(N, D), random.doubles(N * D, -2, 2).toArray());
    private final Tensor labels = Tensor.of(Shape.of(N), random.ints(N, 0, C).toArray());

    /** Bit for bit: the hand writes the same sums and products in the same order as the machine. */
    @Test
    void theHandAndTheMachineAgreeToTheLastBit() {
        TwoLayerNet.Step hand = net.byHand(x, labels, 0.1);
        TwoLayerNet.Step machine = net.automatic(x, labels, 0.1);
        assertThat(hand.loss().item()).isEqualTo(machine.loss().item());
        List<Tensor> left = hand.gradients().parts(),
                right = machine.gradients().parts();
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.get(i).spec()).isEqualTo(right.get(i).spec());
            assertThat(left.get(i).toDoubles()).containsExactly(right.get(i).toDoubles());
        }
    }

    /** Also over many steps, and with single precision's weights. */
    @Test
    void theyStayTogetherOverAHundredSteps() {
        for (DType type : List.of(DType.F64, DType.F32)) {
            TwoLayerNet hand = cast(type), machine = cast(type);
            for (int i = 0; i < 100; i++) {
                hand = hand.minus(hand.byHand(x.cast(type), labels, 1e-3).gradients(), 0.5);
                machine = machine.minus(
                        machine.automatic(x.cast(type), labels, 1e-3).gradients(), 0.5);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(hand.parts().get(i).cast(DType.F64).toDoubles())
                        .containsExactly(machine.parts().get(i).cast(DType.F64).toDoubles());
            }
            assertThat(hand.predict(x.cast(type)).toInts()).isEqualTo(labels.toInts());
        }
    }

    private TwoLayerNet cast(DType type) {
        return TwoLayerNet.ofParts(net.parts().stream().map(t -> t.cast(type)).toList());
    }

    @Test
    void theGradientsAreTheSlopes() {
        List<Tensor> gradients = net.byHand(x, labels, 0.1).gradients().parts();
        for (int i = 0; i < 4; i++) {
            int part = i;
            GradientCheck check = GradientCheck.of(
                    moved -> {
                        List<Tensor> parts = new java.util.ArrayList<>(net.parts());
                        parts.set(part, moved);
                        return TwoLayerNet.ofParts(parts).loss(x, labels, 0.1);
                    },
                    net.parts().get(i),
                    gradients.get(i));
            assertThat(check.relativeError()).as(check.toString()).isLessThan(1e-8);
        }
    }

    /** Scores of 0 mean probabilities of 1/C, so the loss is log C. */
    @Test
    void theLossOfANetThatKnowsNothingIsLogC() {
        TwoLayerNet zero = TwoLayerNet.of(D, H, C, 0, random);
        assertThat(zero.loss(x, labels, 5).item()).isEqualTo(Math.log(C));
    }
}
