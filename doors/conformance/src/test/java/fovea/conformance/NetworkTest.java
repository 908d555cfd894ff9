package fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.device.Device;
import fovea.nn.Pass;
import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.tensor.Window;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Networks in words against the same in operations. */
class NetworkTest {
    private static final Device PLAIN = Device.named("reference");

    private final SplittableRandom random = new SplittableRandom(3);
    private final SequencedMap<String, Variable> variables = new LinkedHashMap<>();

    private Tensor tensor(int... sizes) {
        Shape shape = Shape.of(sizes);
        return Tensor.of(shape, random.doubles(shape.elements(), -1, 1).toArray());
    }

    private NetworkTest with(String name, int... sizes) {
        variables.put(name, new Parameter(tensor(sizes)));
        return this;
    }

    private Tensor of(String name) {
        return variables.get(name).get();
    }

    private Tensor linear(Tensor x, String name) {
        return x.matmul(of(name + ".weight").transpose()).add(of(name + ".bias"));
    }

    private Tensor convolved(Tensor x, String name, int stride, int padding) {
        Tensor w = of(name + ".weight");
        Window window = Window.of(w.shape().size(2), w.shape().size(3))
                .withStride(stride)
                .withPadding(padding);
        return x.conv(w, window, 1);
    }

    private void says(String text, Tensor x, UnaryOperator<Tensor> meant) {
        Network network = new Network(RunText.of(text), variables);
        Tensor y = network.forward(x);
        Tensor expected = meant.apply(x);
        assertThat(y.shape()).isEqualTo(expected.shape());
        assertThat(y.toDoubles()).containsExactly(expected.toDoubles(), within(1e-12));
    }

    @Test
    void layersWithNamesOrPlaces() {
        PLAIN.use(() -> {
            with("fc1.weight", 8, 4)
                    .with("fc1.bias", 8)
                    .with("fc2.weight", 3, 8)
                    .with("fc2.bias", 3);
            UnaryOperator<Tensor> meant = x -> linear(linear(x, "fc1").leakyRelu(0.1), "fc2");
            says("fc1 Linear(4,8), LeakyReLU(.1), fc2 Linear(8,3); SGD lr=.1", tensor(5, 4), meant);
            says("Linear(4,8) -> LeakyReLU(negative_slope=0.1) -> Linear(8,3)", tensor(5, 4), meant);
            says(
                    "h=leaky_relu(fc1(x)), out=fc2(h)",
                    tensor(5, 4),
                    x -> linear(linear(x, "fc1").leakyRelu(0.01), "fc2"));
            says("fc2(tanh(fc1(x)))", tensor(5, 4), x -> linear(linear(x, "fc1").tanh(), "fc2"));
            return 0;
        });
    }

    @Test
    void layersOfASequence() {
        PLAIN.use(() -> {
            with("0.weight", 8, 4).with("0.bias", 8).with("2.weight", 3, 8).with("2.bias", 3);
            says(
                    "Linear(4,8), Sigmoid, Linear(8,3), LogSoftmax(dim=1)",
                    tensor(5, 4),
                    x -> linear(linear(x, "0").sigmoid(), "2").logSoftmax());
            return 0;
        });
    }

    @Test
    void convolutionsAndPools() {
        PLAIN.use(() -> {
            with("c.weight", 6, 3, 3, 3).with("d.weight", 2, 6, 1, 1).with("d.bias", 2);
            says(
                    "c Conv2d(3,6,3,stride2,pad1,nobias), GELU, MaxPool2d(3,stride=1,padding=1), d Conv2d(6,2,1),"
                            + " global average pool, Flatten",
                    tensor(2, 3, 7, 7),
                    x -> convolved(
                                    convolved(x, "c", 2, 1)
                                            .gelu()
                                            .maxPool(Window.of(3, 3).withPadding(1)),
                                    "d",
                                    1,
                                    0)
                            .add(of("d.bias").reshape(Shape.of(1, 2, 1, 1)))
                            .mean(2, 3));
            return 0;
        });
    }

    @Test
    void partsThatAreDefined() {
        PLAIN.use(() -> {
            with("a.conv.weight", 2, 3, 3, 3).with("b.conv.weight", 4, 5, 3, 3);
            UnaryOperator<Tensor> meant = x -> {
                Tensor y = new Concat(1).apply(x, convolved(x.relu(), "a.conv", 1, 1));
                return new Concat(1).apply(y, convolved(y.relu(), "b.conv", 1, 1));
            };
            says(
                    "a Dense(3,2), b Dense(5,4); Dense(i,g): out=cat([x, conv(relu(x))], 1), conv 3x3 pad1 nobias; Adam",
                    tensor(2, 3, 4, 4),
                    meant);
            return 0;
        });
    }

    @Test
    void shortcutsWhereShapesDiffer() {
        PLAIN.use(() -> {
            with("b.conv1.weight", 4, 2, 3, 3)
                    .with("b.short.weight", 4, 2, 1, 1)
                    .with("c.conv1.weight", 4, 4, 3, 3);
            says(
                    "b Block(2,4,stride2), c Block(4,4,stride1); Block(i,o,s): h=conv1(x), conv1 3x3 stride s pad1 nobias;"
                            + " out=relu(h+short(x)), short=1x1 conv stride s nobias when shapes differ, else x",
                    tensor(2, 2, 6, 6),
                    x -> {
                        Tensor y = convolved(x, "b.conv1", 2, 1)
                                .add(convolved(x, "b.short", 2, 0))
                                .relu();
                        return convolved(y, "c.conv1", 1, 1).add(y).relu();
                    });
            return 0;
        });
    }

    @Test
    void theLastStepOfASequence() {
        PLAIN.use(() -> {
            with("emb.weight", 7, 5).with("rnn.weight_ih_l0", 24, 5).with("rnn.weight_hh_l0", 24, 6);
            with("rnn.bias_ih_l0", 24)
                    .with("rnn.bias_hh_l0", 24)
                    .with("fc.weight", 3, 6)
                    .with("fc.bias", 3);
            Tensor ids = Tensor.of(Shape.of(2, 4), 0L, 3, 6, 1, 5, 5, 2, 4);
            Network all = new Network(RunText.of("emb Embedding(7,5), rnn LSTM(5,6,batch_first)"), variables);
            Tensor y = all.forward(ids);
            assertThat(y.shape()).isEqualTo(Shape.of(2, 4, 6));
            Tensor last = y.slice(1, 3, 4, 1).reshape(Shape.of(2, 6));
            says(
                    "emb Embedding(7,5), rnn LSTM(5,6,batch_first), fc Linear(6,3) on the last step",
                    ids,
                    _ -> linear(last, "fc"));
            says("emb Embedding(7,5), rnn LSTM(5,6), last hidden state, fc Linear(6,3)", ids, _ -> linear(last, "fc"));
            says(
                    "emb Embedding(7,5), mean over time",
                    ids,
                    x -> of("emb.weight").take(0, x).mean(1));
            return 0;
        });
    }

    @Test
    void batchNormalizationLearnsInTraining() {
        PLAIN.use(() -> {
            with("bn.weight", 3).with("bn.bias", 3);
            variables.put("bn.running_mean", new State(tensor(3)));
            variables.put("bn.running_var", new State(tensor(3).square()));
            Tensor before = of("bn.running_mean").add(0);
            Tensor x = tensor(6, 3);
            Network network = new Network(RunText.of("bn BatchNorm1d(3, momentum=0.3)"), variables);
            Pass.training(() -> network.forward(x));
            Tensor expected = before.mul(0.7).add(x.mean(0).mul(0.3));
            assertThat(of("bn.running_mean").toDoubles()).containsExactly(expected.toDoubles(), within(1e-12));
            return 0;
        });
    }

    @Test
    void positionsAreAddedAsFarAsThereAreAny() {
        PLAIN.use(() -> {
            with("pos", 6, 5).with("emb.weight", 7, 5);
            Tensor ids = Tensor.of(Shape.of(2, 4), 0L, 3, 6, 1, 5, 5, 2, 4);
            says(
                    "emb Embedding(7,5) + pos(6,5)",
                    ids,
                    x -> of("emb.weight").take(0, x).add(of("pos").slice(0, 0, 4, 1)));
            return 0;
        });
    }

    @Test
    void optimizersSchedulesAndClipping() {
        RunText text = RunText.of(
                "Linear(2,2); SGD lr=.05 momentum .9 nesterov wd=1e-4, StepLR(3, gamma=.5), clip_grad_norm 0.25; mse");
        assertThat(text.optimizer()).isEqualTo("SGD");
        assertThat(text.options().number("lr")).isEqualTo(0.05);
        assertThat(text.options().number("momentum")).isEqualTo(0.9);
        assertThat(text.options().bool("nesterov")).isTrue();
        assertThat(text.options().number("weight_decay")).isEqualTo(1e-4);
        assertThat(text.schedule().orElseThrow().name()).isEqualTo("StepLR");
        assertThat(text.schedule().orElseThrow().options().integer("step_size")).isEqualTo(3);
        assertThat(text.schedule().orElseThrow().options().number("gamma")).isEqualTo(0.5);
        assertThat(text.clipped()).contains(new RunText.Clipped(false, 0.25));

        RunText other = RunText.of("Linear(2,2); Adam(lr=1e-2, betas=(0.8, 0.95), amsgrad=True) with"
                + " CosineAnnealingLR(T_max=10); clip_grad_value_ 0.1");
        assertThat(other.options().numbers("betas")).containsExactly(0.8, 0.95);
        assertThat(other.options().bool("amsgrad")).isTrue();
        assertThat(other.schedule().orElseThrow().options().integer("T_max")).isEqualTo(10);
        assertThat(other.clipped()).contains(new RunText.Clipped(true, 0.1));

        RunText third =
                RunText.of("Linear(2,2); RMSprop lr=.01 alpha .9 centered, ReduceLROnPlateau(patience=1,factor=.5) on"
                        + " the loss, gradients clipped to norm 2");
        assertThat(third.optimizer()).isEqualTo("RMSprop");
        assertThat(third.options().number("alpha")).isEqualTo(0.9);
        assertThat(third.options().bool("centered")).isTrue();
        assertThat(third.schedule().orElseThrow().name()).isEqualTo("ReduceLROnPlateau");
        assertThat(third.schedule().orElseThrow().options().number("factor")).isEqualTo(0.5);
        assertThat(third.clipped()).contains(new RunText.Clipped(false, 2));
    }

    @Test
    void lossesByTheirNames() {
        PLAIN.use(() -> {
            Tensor y = tensor(4, 3);
            Tensor labels = Tensor.of(Shape.of(4), 0L, 2, 1, 1);
            double crossEntropy =
                    new TrainLoss("mean cross_entropy").of(y, labels).item();
            assertThat(crossEntropy)
                    .isCloseTo(Formula.crossEntropy(y, labels).mean().item(), within(1e-12));
            assertThat(new TrainLoss("sum cross_entropy").of(y, labels).item())
                    .isCloseTo(4 * crossEntropy, within(1e-12));
            assertThat(new TrainLoss("CrossEntropyLoss").of(y, labels).item()).isCloseTo(crossEntropy, within(1e-12));
            assertThat(new TrainLoss("cross_entropy label_smoothing=.1")
                            .of(y, labels)
                            .item())
                    .isCloseTo(0.9 * crossEntropy - 0.1 * y.logSoftmax().mean().item(), within(1e-12));
            Tensor target = tensor(4);
            Tensor column = tensor(4, 1);
            double expected =
                    column.reshape(Shape.of(4)).sub(target).square().mean().item();
            for (String name : new String[] {"mse", "mean squared error", "MSELoss"}) {
                assertThat(new TrainLoss(name)
                                .of(column, target.cast(DType.F64))
                                .item())
                        .as(name)
                        .isCloseTo(expected, within(1e-12));
            }
            return 0;
        });
    }

    @Test
    void lossesOfPositionsAndOfPixels() {
        PLAIN.use(() -> {
            Tensor y = tensor(2, 4, 3);
            Tensor labels = Tensor.of(Shape.of(2, 4), 0L, 2, 1, 1, 0, 0, 2, 1);
            double positions = Formula.crossEntropy(y, labels).mean().item();
            assertThat(new TrainLoss("mean cross_entropy over all positions, full batch")
                            .of(y, labels)
                            .item())
                    .isCloseTo(positions, within(1e-12));
            Tensor channels = y.permute(0, 2, 1);
            assertThat(new TrainLoss("mean cross_entropy over all positions")
                            .of(channels, labels)
                            .item())
                    .isCloseTo(positions, within(1e-12));
            return 0;
        });
    }

    @Test
    void neighborsHaveAConstantOfTheirOwn() {
        PLAIN.use(() -> {
            says(
                    "LocalResponseNorm(3, alpha=.5, beta=.6, k=2)",
                    tensor(2, 4, 3, 3),
                    x -> x.localResponseNorm(3, 0.5, 0.6, 2));
            return 0;
        });
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new TrainLoss("mean happiness")).hasMessageContaining("no loss \"mean happiness\"");
        assertThatThrownBy(
                        () -> PLAIN.use(() -> new Network(RunText.of("Mystery(3)"), variables).forward(tensor(2, 3))))
                .hasMessageContaining("no layer mystery");
    }
}
