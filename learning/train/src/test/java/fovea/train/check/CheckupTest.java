package fovea.train.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.Image;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.device.Device;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.tensor.Tensor;
import fovea.train.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Networks that are well, and networks with one fault each: every fault is found by the examination that is for it. */
class CheckupTest {
    private static final int CLASSES = 4;

    /** Pictures of 6 × 6 pixels whose class is the bright quarter. */
    private static final DataSet SET = DataSet.of("quarters", quarters(160, 1), quarters(40, 2));

    private static MemorySource quarters(int count, long seed) {
        var random = new SplittableRandom(seed);
        List<Sample> samples = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            byte[] pixels = new byte[36];
            int label = n % CLASSES;
            for (int i = 0; i < 36; i++) {
                boolean bright = i / 18 == label / 2 && i % 6 / 3 == label % 2;
                pixels[i] = (byte) (random.nextInt(100) + (bright ? 120 : 0));
            }
            samples.add(new Sample("quarters/" + n, Image.of(6, 6, 1, pixels), label));
        }
        return new MemorySource(samples, List.of("a", "b", "c", "d"));
    }

    private static Layer net() {
        var random = new SplittableRandom(3);
        return Sequential.of(Tensor::flatten, Linear.of(36, 24, random), Tensor::relu, Linear.of(24, CLASSES, random));
    }

    /** A net whose weights are multiplied. */
    private static Layer scaled(double factor) {
        Layer net = net();
        Variables.of(net).parameters().forEach(each -> each.set(each.get().mul(factor)));
        return net;
    }

    private static Subject subject(Supplier<Layer> fresh, double lr) {
        return new Subject(fresh, model -> Sgd.of(model, 0.9, 0), Loss::crossEntropy, SET, 16, lr, 5);
    }

    private static <E extends Examination> E found(Class<E> kind, Subject subject) {
        Checkup checkup = Device.named("reference").use(() -> Checkup.of(subject, each -> {}));
        return checkup.findings().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHealthyNetHasNothing() {
        List<Examination> told = new ArrayList<>();
        Checkup checkup = Device.named("reference").use(() -> Checkup.of(subject(CheckupTest::net, 0.05), told::add));
        assertThat(told).isEqualTo(checkup.findings()).hasSize(6);
        assertThat(checkup.findings())
                .allSatisfy(
                        each -> assertThat(each.isSound()).as(each.verdict()).isTrue());
        assertThat(checkup.isSound()).isTrue();
    }

    @Test
    void lossAtChanceIsTheLogarithmOfTheClasses() {
        ChanceLoss zero = found(ChanceLoss.class, subject(() -> scaled(0), 0.05));
        assertThat(zero.loss()).isCloseTo(Math.log(CLASSES), within(1e-6));
        assertThat(found(ChanceLoss.class, subject(() -> scaled(30), 0.05)))
                .matches(found -> !found.isSound())
                .satisfies(found -> assertThat(found.verdict()).contains("sure of wrong answers"));
    }

    @Test
    void regularizationAddsHalfTheSquares() {
        Layer net = net();
        double squares = Variables.of(net).parameters().stream()
                .filter(each -> each.shape().rank() > 1)
                .mapToDouble(each -> each.get().square().sum().item())
                .sum();
        RegularizedLoss found = found(RegularizedLoss.class, subject(CheckupTest::net, 0.05));
        assertThat(found.penalty()).isCloseTo(found.lambda() / 2 * squares, within(1e-6));
        assertThat(found(RegularizedLoss.class, subject(() -> scaled(0), 0.05)).isSound())
                .isFalse();
    }

    @Test
    void deadUnitsAreCounted() {
        Activities found = found(Activities.class, subject(CheckupTest::withDeadUnits, 0.05));
        Activities.Activity relu = found.layers().stream()
                .filter(each -> each.name().endsWith(".relu"))
                .findFirst()
                .orElseThrow();
        assertThat(relu.units()).isEqualTo(24);
        assertThat(relu.dead()).isEqualTo(24);
        assertThat(relu.zeros()).isEqualTo(1);
        assertThat(found.isSound()).isFalse();
        assertThat(found.verdict()).contains("24 of 24 units are dead");
    }

    private static Layer withDeadUnits() {
        Layer net = net();
        var bias = Variables.of(net).namedParameters().get("1.bias");
        bias.set(bias.get().sub(1000));
        return net;
    }

    @Test
    void aNetThatCannotLearnIsFoundOut() {
        Supplier<Layer> deaf = () -> {
            Layer net = net();
            return Sequential.of(x -> net.forward(x.mul(0)));
        };
        Overfitting found = found(Overfitting.class, subject(deaf, 0.05));
        assertThat(found.isSound()).isFalse();
        assertThat(found.correct()).isLessThan(20);
    }

    @Test
    void updatesAreMeasuredAgainstWeights() {
        Updates found = found(Updates.class, subject(CheckupTest::net, 0.05));
        assertThat(found.weights()).extracting(Updates.Update::name).containsExactly("1.weight", "3.weight");
        assertThat(found.weights())
                .allSatisfy(each -> assertThat(each.ratio())
                        .as("without momentum yet, the step is the rate times the gradient")
                        .isCloseTo(0.005 * each.gradient() / each.size(), within(1e-6)));
        assertThat(found(Updates.class, subject(() -> scaled(0), 0.05)).isSound())
                .as("weights of zero")
                .isFalse();
    }

    @Test
    void aRateThatIsTooHighOrTooLowIsNamed() {
        assertThat(found(RateRange.class, subject(CheckupTest::net, 1e4)).verdict())
                .contains("lower it");
        assertThat(found(RateRange.class, subject(CheckupTest::net, 1e-7)).verdict())
                .contains("raise it");
    }

    @Test
    void theBestRateIsTheOneBeforeTheFirstRise() {
        double[] rates = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};
        RateRange found = new RateRange(rates, new double[] {2.5, 2.4, 2.3, 2.6, 2.4, 2.2}, 0.01);
        assertThat(found.first()).isEqualTo(1e-3);
        assertThat(found.last()).isEqualTo(1e-2);
        assertThat(found.isSound()).isTrue();
        assertThat(new RateRange(rates, new double[] {2.3, 2.3, 2.3, 2.3, 2.3, 2.3}, 0.01).isSound())
                .isFalse();
    }
}
