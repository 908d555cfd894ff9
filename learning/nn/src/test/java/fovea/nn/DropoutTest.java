package fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.tensor.DType;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers that draw random numbers in training. */
class DropoutTest {
    private static final Shape IMAGES = Shape.of(40, 25, 4, 5);
    private static final SplittableRandom WEIGHTS = new SplittableRandom(2);
    private static final Map<String, Layer> LAYERS = Map.ofEntries(
            Map.entry("dropout", new Dropout(0.3)),
            Map.entry("channelDropout", new ChannelDropout(0.3)),
            Map.entry("alphaDropout", AlphaDropout.of(0.3)),
            Map.entry("alphaDropout of channels", new AlphaDropout(0.3, true)),
            Map.entry("gaussianDropout", new GaussianDropout(0.3)),
            Map.entry("gaussianNoise", new GaussianNoise(0.3)),
            Map.entry("stochasticDepth", StochasticDepth.of(0.3)),
            Map.entry("stochasticDepth of a batch", new StochasticDepth(0.3, true)),
            Map.entry("dropConnect", new DropConnect(Linear.of(5, 5, WEIGHTS), 0.3)),
            Map.entry("randomizedRelu", RandomizedRelu.of()),
            Map.entry("testScaledDropout", new TestScaledDropout(0.3)));

    private static Tensor trained(Layer layer, long seed, Tensor x) {
        return Pass.training(RandomStream.of(seed), () -> layer.forward(x));
    }

    private static Stream<DynamicTest> each(java.util.function.Consumer<Layer> property) {
        return LAYERS.entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> property.accept(e.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
        Tensor x = RandomStream.of(5).normal(IMAGES);
        return each(layer -> {
            float[] y = trained(layer, 1, x).toArray();
            assertThat(trained(layer, 1, x).toArray()).isEqualTo(y);
            boolean differs = IntStream.range(2, 12)
                    .anyMatch(seed ->
                            !java.util.Arrays.equals(trained(layer, seed, x).toArray(), y));
            assertThat(differs).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> inferenceDrawsNothing() {
        Tensor x = RandomStream.of(5).normal(Shape.of(2, 3, 1, 5));
        return each(layer -> {
            float[] y = layer.forward(x).toArray();
            assertThat(Pass.training(RandomStream.of(1), () -> Pass.inference(() -> layer.forward(x)))
                            .toArray())
                    .isEqualTo(y);
            assertThat(layer.forward(x).toArray()).isEqualTo(y);
        });
    }

    /** The same image many times over: what comes out is on the mean what inference says. */
    @TestFactory
    Stream<DynamicTest> inferenceIsTheMeanOfTraining() {
        Tensor x = RandomStream.of(5).normal(Shape.of(1, 3, 1, 5));
        int times = 4000;
        return Stream.of(
                        "dropout",
                        "testScaledDropout",
                        "channelDropout",
                        "gaussianDropout",
                        "gaussianNoise",
                        "stochasticDepth",
                        "randomizedRelu")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Layer layer = java.util.Objects.requireNonNull(LAYERS.get(name));
                    Tensor mean = trained(layer, 3, x.expand(Shape.of(times, 3, 1, 5)))
                            .mean(0);
                    float[] expected = layer.forward(x).reshape(mean.shape()).toArray();
                    assertThat(mean.toArray())
                            .usingComparatorWithPrecision(0.08f)
                            .containsExactly(expected);
                }));
    }

    @TestFactory
    Stream<DynamicTest> halfPrecisionStaysHalf() {
        Tensor x = RandomStream.of(5).normal(Shape.of(2, 3, 1, 5)).cast(DType.F16);
        return LAYERS.entrySet().stream()
                .filter(e -> !(e.getValue() instanceof DropConnect))
                .map(e -> DynamicTest.dynamicTest(
                        e.getKey(),
                        () -> assertThat(trained(e.getValue(), 1, x).dtype()).isEqualTo(DType.F16)));
    }

    @Test
    void oneInSoManyIsDroppedAndTheOthersMakeUpForIt() {
        float[] y = trained(new Dropout(0.3), 1, Tensor.ones(IMAGES)).toArray();
        int dropped = 0;
        for (float each : y) {
            assertThat(each).isIn(0f, (float) (1 / 0.7));
            dropped += each == 0 ? 1 : 0;
        }
        assertThat(dropped / (double) y.length).isCloseTo(0.3, within(0.01));
    }

    @Test
    void whatIsScaledInInferenceIsNotInTraining() {
        float[] y = trained(new TestScaledDropout(0.3), 1, Tensor.ones(IMAGES)).toArray();
        assertThat(y).containsOnly(0, 1);
        assertThat(new TestScaledDropout(0.3).forward(Tensor.of(1f, 2)).toArray())
                .containsExactly(0.7f, 1.4f);
    }

    @Test
    void gradientsGoThroughWhatStayed() {
        Tensor x = RandomStream.of(5).normal(Shape.of(4, 6));
        RandomStream random = RandomStream.of(8);
        float[] y = trained(new Dropout(0.5), 8, Tensor.ones(Shape.of(4, 6))).toArray();
        float[] dx = Autograd.gradient(
                        x,
                        t -> Pass.training(random, () -> new Dropout(0.5).forward(t))
                                .sum())
                .toArray();
        assertThat(dx).isEqualTo(y);
    }

    @Test
    void allOrNothing() {
        Tensor x = RandomStream.of(5).normal(Shape.of(4, 6));
        assertThat(trained(new Dropout(1), 1, x).abs().toArray()).containsOnly(0);
        assertThat(trained(AlphaDropout.of(1), 1, x).abs().toArray()).containsOnly(0);
        assertThat(Pass.training(() -> new Dropout(0).forward(x))).isSameAs(x);
        assertThat(Pass.training(() -> AlphaDropout.of(0).forward(x))).isSameAs(x);
        assertThat(Autograd.gradient(x, t -> trained(new Dropout(1), 1, t).sum())
                        .toArray())
                .containsOnly(0);
    }

    @Test
    void wholeChannelsGoOrStay() {
        float[] y = trained(new ChannelDropout(0.4), 1, Tensor.ones(IMAGES)).toArray();
        int dropped = 0;
        for (int plane = 0; plane < 1000; plane++) {
            for (int pixel = 1; pixel < 20; pixel++) {
                assertThat(y[20 * plane + pixel]).isEqualTo(y[20 * plane]);
            }
            dropped += y[20 * plane] == 0 ? 1 : 0;
        }
        assertThat(dropped).isBetween(340, 460);
    }

    @Test
    void alphaDropoutKeepsMeanAndVariance() {
        Tensor x = RandomStream.of(5).normal(Shape.of(100_000));
        for (double p : new double[] {0.1, 0.5, 0.8}) {
            Tensor y = trained(AlphaDropout.of(p), 1, x);
            assertThat(y.mean().item()).isCloseTo(0, within(0.02));
            assertThat(y.square().mean().item()).isCloseTo(1, within(0.03));
        }
    }

    @Test
    void eachImageHasItsOwnDepthUnlessTheBatchSharesIt() {
        float[] y = trained(StochasticDepth.of(0.5), 1, Tensor.ones(Shape.of(200, 3)))
                .toArray();
        int dropped = 0;
        for (int i = 0; i < 200; i++) {
            assertThat(y[3 * i]).isIn(0f, 2f).isEqualTo(y[3 * i + 1]).isEqualTo(y[3 * i + 2]);
            dropped += y[3 * i] == 0 ? 1 : 0;
        }
        assertThat(dropped).isBetween(70, 130);
        float[] all = trained(new StochasticDepth(0.5, true), 1, Tensor.ones(Shape.of(200, 3)))
                .toArray();
        assertThat(all).containsOnly(all[0]);
    }

    @Test
    void dropConnectLeavesOutWeightsAndKeepsTheBias() {
        Linear linear = Linear.of(50, 40, new SplittableRandom(1));
        DropConnect layer = new DropConnect(linear, 0.25);
        float[] w = linear.weight().get().toArray();
        Tensor y = trained(layer, 1, eye(50))
                .sub(java.util.Objects.requireNonNull(linear.bias()).get());
        float[] kept = y.transpose().toArray();
        int dropped = 0;
        for (int i = 0; i < w.length; i++) {
            if (Math.abs(kept[i]) < 1e-6) {
                dropped++;
            } else {
                assertThat(kept[i]).isCloseTo((float) (w[i] / 0.75), within(1e-6f));
            }
        }
        assertThat(dropped / (double) w.length).isCloseTo(0.25, within(0.04));
        assertThat(Variables.of(layer).named().keySet()).containsExactly("linear.weight", "linear.bias");
    }

    private static Tensor eye(int n) {
        return Initial.eye(Shape.of(n, n));
    }

    @Test
    void aPassWithoutRandomNumbersSaysHowToGetThem() {
        assertThatThrownBy(() -> Pass.training(() -> new Dropout(0.5).forward(Tensor.ones(Shape.of(2)))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(("dropout draws random numbers, and this pass of training has none%n"
                                + "  Pass.training(RandomStream.of(seed), …) gives it some")
                        .formatted());
    }

    @Test
    void aPassWithinAPassDrawsFromTheSameStream() {
        Tensor x = Tensor.ones(Shape.of(20));
        float[] expected = trained(new Dropout(0.5), 4, x).toArray();
        float[] inner = Pass.training(
                        RandomStream.of(4),
                        () -> Pass.inference(() -> Pass.training(() -> new Dropout(0.5).forward(x))))
                .toArray();
        assertThat(inner).isEqualTo(expected);
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> new Dropout(1.5))
                .isInstanceOf(ShapeException.class)
                .hasMessage("dropout: p is 1.5%n  it is the probability of being dropped, from 0 to 1".formatted());
        assertThatThrownBy(() -> new ChannelDropout(-0.1)).hasMessageContaining("channelDropout: p is -0.1");
        assertThatThrownBy(() -> AlphaDropout.of(Double.NaN)).hasMessageContaining("alphaDropout: p is NaN");
        assertThatThrownBy(() -> new StochasticDepth(2, true)).hasMessageContaining("stochasticDepth: p is 2.0");
        assertThatThrownBy(() -> new GaussianDropout(1)).hasMessageContaining("from 0 up to but not 1");
        assertThatThrownBy(() -> new GaussianNoise(-1)).hasMessageContaining("it must be 0 or more");
        assertThatThrownBy(() -> new RandomizedRelu(1, 0)).hasMessageContaining("lower must be at most upper");
        assertThatThrownBy(() -> trained(new ChannelDropout(0.5), 1, Tensor.ones(Shape.of(3))))
                .hasMessage("channelDropout: x is [3]%n  x must be [N, C, ...]".formatted());
    }

    /** What a stream has drawn goes where weights go, and with it what comes next. */
    @Test
    void aStreamIsAVariableAmongOthers() {
        RandomStream random = RandomStream.of(9);
        Map<String, Object> whole = Map.of("model", new Dropout(0.5), "random", random);
        assertThat(Variables.of(whole).named().keySet()).containsExactly("random");
        random.uniform(Shape.of(3));
        Tensor saved = random.state().get().add(0);
        float[] next = random.uniform(Shape.of(3)).toArray();
        RandomStream resumed = RandomStream.of(1);
        Variables.of(List.of(resumed)).load(Map.of("0", saved));
        assertThat(resumed.uniform(Shape.of(3)).toArray()).isEqualTo(next);
    }

    /** Repeating a part on the way back draws the same numbers again, and does not move the stream. */
    @Test
    void aCheckpointRepeatsWhatWasDrawn() {
        Tensor x = RandomStream.of(5).normal(Shape.of(3, 4));
        Layer part = Sequential.of(new Dropout(0.5), Tensor::tanh, new Dropout(0.5));
        RandomStream kept = RandomStream.of(6);
        RandomStream again = RandomStream.of(6);
        float[] expected = Autograd.gradient(
                        x,
                        t -> Pass.training(kept, () -> part.forward(t)).square().sum())
                .toArray();
        float[] found = Autograd.gradient(
                        x,
                        t -> Pass.training(again, () -> Autograd.checkpoint(() -> part.forward(t)))
                                .square()
                                .sum())
                .toArray();
        assertThat(found).isEqualTo(expected);
        assertThat(again.state().get().toInts()).isEqualTo(kept.state().get().toInts());
    }
}
