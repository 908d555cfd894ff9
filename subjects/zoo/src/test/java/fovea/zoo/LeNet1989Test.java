package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.autograd.Autograd;
import fovea.nn.Pass;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against the net written out layer by layer: pictures padded with −1, three convolutions over slices of the maps. */
class LeNet1989Test {
    private final LeNet1989 net = LeNet1989.of(new SplittableRandom(3));
    private final Tensor x = RandomStream.of(1).uniform(Shape.of(2, 1, 16, 16), -1, 1);

    private static Tensor padded(Tensor maps) {
        return maps.pad(2, 2, 2, -1).pad(3, 2, 2, -1);
    }

    private static Tensor writtenOut(LeNet1989 net, Tensor x) {
        Tensor y = padded(x)
                .conv2d(net.h1().weight().get(), 2, 0)
                .add(net.h1().bias().get())
                .tanh();
        Tensor maps = padded(y);
        Tensor w = net.h2().weight().get();
        Tensor outer = Tensor.concat(1, maps.slice(1, 0, 4), maps.slice(1, 8, 12));
        Tensor z = Tensor.concat(
                1,
                maps.slice(1, 0, 8).conv2d(w.slice(0, 0, 4), 2, 0),
                maps.slice(1, 4, 12).conv2d(w.slice(0, 4, 8), 2, 0),
                outer.conv2d(w.slice(0, 8, 12), 2, 0));
        Tensor h2 = z.add(net.h2().bias().get()).tanh();
        return net.out().forward(net.h3().forward(h2.flatten()).tanh()).tanh();
    }

    @Test
    void itIsTheNetOfThePaper() {
        assertThat(net.forward(x).shape()).isEqualTo(Shape.of(2, 10));
        assertThat(net.forward(x).toArray()).containsExactly(writtenOut(net, x).toArray(), Offset.offset(1e-5f));
    }

    @Test
    void itsGradientsAreThoseOfTheNetWrittenOut() {
        var found = Autograd.valueAndGradients(
                net.parameters(), () -> net.forward(x).square().sum());
        var expected = Autograd.valueAndGradients(
                net.parameters(), () -> writtenOut(net, x).square().sum());
        assertThat(found.gradients()).hasSize(8);
        for (Parameter parameter : net.parameters()) {
            assertThat(found.gradients().get(parameter).toArray())
                    .containsExactly(expected.gradients().get(parameter).toArray(), Offset.offset(1e-4f));
        }
    }

    @Test
    void outputsBeginAtMinusOneTowardWhichNineOfTenGo() {
        assertThat(net.forward(x).abs().max().item()).isLessThan(1);
        assertThat(net.forward(x).mean().item()).isNegative();
    }

    @Test
    void theModernOneDropsUnitsInTrainingOnly() {
        LeNet1989 modern = LeNet1989.modern(new SplittableRandom(3));
        float[] answer = modern.forward(x).toArray();
        assertThat(modern.forward(x).toArray()).containsExactly(answer);
        assertThat(Pass.training(RandomStream.of(1), () -> modern.forward(x)).toArray())
                .isNotEqualTo(answer);
    }
}
