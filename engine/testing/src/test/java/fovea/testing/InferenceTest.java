package fovea.testing;

import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Inference;
import fovea.graph.Plan;
import fovea.tensor.Conv;
import fovea.tensor.Finished;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs made ready to answer: what is folded, and that it changes nothing. */
class InferenceTest {
    private static final Window SAME = Window.of(3, 3).withPadding(1);

    private final RandomStream random = RandomStream.of(5);
    private final Parameter first = parameter(16, 3, 3, 3);
    private final Parameter second = parameter(16, 16, 3, 3);
    private final Parameter answer = parameter(16, 10);
    private final Parameter mean = parameter(16);
    private final Parameter shift = parameter(16);
    private final Parameter scale = parameter(16);
    private final State variance = new State(random.uniform(Shape.of(16), 0.5, 2));

    private Parameter parameter(int... sizes) {
        return new Parameter(random.uniform(Shape.of(sizes), -1, 1));
    }

    private Tensor normalized(Tensor x) {
        return x.batchNorm(mean.get(), variance.get(), scale.get(), shift.get(), 1e-5);
    }

    private List<Tensor> block(List<Tensor> in) {
        Tensor x =
                normalized(new Conv(SAME, 1).apply(in.getFirst(), first.get())).relu();
        Tensor y = normalized(new Conv(SAME, 1).apply(x, second.get()));
        return List.of(y.add(x).relu());
    }

    @Test
    void normalizationResidualAndRectifierAreFoldedIntoTheConvolutions() {
        Inference inference = Inference.of(this::block, Spec.f32(Shape.of(2, 3, 8, 8)));
        assertThat(inference.plan().steps().stream().map(Plan.Planned::op).filter(op -> !op.equals("move")))
                .containsExactly(
                        new Finished(new Conv(SAME, 1), true, false, true).toString(),
                        new Finished(new Conv(SAME, 1), true, true, true).toString());
    }

    @Test
    void whatIsFoldedAnswersAsBefore() {
        Region.run(() -> {
            Inference inference = Inference.of(this::block, Spec.f32(Shape.of(2, 3, 8, 8)));
            Tensor x = random.uniform(Shape.of(2, 3, 8, 8), -1, 1);
            assertClose(inference.forward(x), block(List.of(x)).getFirst(), 10_000);
            return List.of();
        });
    }

    @Test
    void weightsAreTakenAsTheyAreNow() {
        Region.run(() -> {
            Inference inference = Inference.of(this::block, Spec.f32(Shape.of(1, 3, 4, 4)));
            Tensor x = random.uniform(Shape.of(1, 3, 4, 4), -1, 1);
            Tensor before = inference.forward(x);
            first.set(first.get().mul(2));
            TensorAssertions.assertIdentical(inference.forward(x), before);
            return List.of();
        });
    }

    /** One row is summed by several threads: oneDNN lost additions made in place, in about one run of ten. */
    @Test
    void oneRowIsAnsweredAlikeEveryTime() {
        Parameter weight = parameter(4096, 4096);
        Parameter bias = parameter(4096);
        Inference inference = Inference.of(
                in -> List.of(in.getFirst()
                        .matmul(weight.get().transpose())
                        .add(bias.get().reshape(Shape.of(1, 4096)))),
                Spec.f32(Shape.of(1, 4096)));
        Region.run(() -> {
            Tensor x = random.uniform(Shape.of(1, 4096), -1, 1);
            Tensor expected = x.matmul(weight.get().transpose()).add(bias.get().reshape(Shape.of(1, 4096)));
            for (int run = 0; run < 100; run++) {
                assertClose(inference.forward(x), expected, 4096);
            }
            return List.of();
        });
    }

    private List<List<Tensor>> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> List.of(random.uniform(Shape.of(2, 3, 8, 8), -1, 1)))
                .toList();
    }

    @Test
    void inEightBitsAnswersAreNearlyTheSame() {
        Region.run(() -> {
            Inference inference = Inference.int8(this::deep, examples(8), Spec.f32(Shape.of(2, 3, 8, 8)));
            assertThat(inference.plan().steps())
                    .filteredOn(s -> s.op().startsWith("Quantized"))
                    .hasSize(5);
            if (Device.best().name().equals("onednn")) {
                assertThat(inference.plan().steps())
                        .extracting(Plan.Planned::kernel)
                        .noneMatch(k -> k.startsWith("ref") || k.equals("java"));
            }
            Tensor x = random.uniform(Shape.of(2, 3, 8, 8), -1, 1);
            float[] expected = deep(List.of(x)).getFirst().toArray();
            float[] given = inference.forward(x).toArray();
            double off = 0;
            double all = 0;
            for (int i = 0; i < expected.length; i++) {
                off += Math.pow(given[i] - expected[i], 2);
                all += Math.pow(expected[i], 2);
            }
            assertThat(Math.sqrt(off / all)).isBetween(1e-4, 0.03);
            return List.of();
        });
    }

    /** The block, twice the same two convolutions more, the mean and a product. */
    private List<Tensor> deep(List<Tensor> in) {
        Tensor x = block(in).getFirst();
        for (int i = 0; i < 2; i++) {
            Tensor y = normalized(new Conv(SAME, 1).apply(x, second.get())).relu();
            x = normalized(new Conv(SAME, 1).apply(y, second.get()))
                    .add(x)
                    .relu()
                    .div(16);
        }
        return List.of(x.mean(2, 3).matmul(answer.get()));
    }

    @Test
    void examplesMustBeThereAndFit() {
        Spec shape = Spec.f32(Shape.of(2, 3, 8, 8));
        assertThatThrownBy(() -> Inference.int8(this::block, List.of(), shape)).hasMessageContaining("no examples");
        assertThatThrownBy(() -> Inference.int8(this::block, examples(1), Spec.f32(Shape.of(1, 3, 8, 8))))
                .hasMessageContaining("an example is [f32[2, 3, 8, 8]]");
    }

    @Test
    void aProgramThatLearnsIsRefused() {
        assertThatThrownBy(() -> Inference.of(
                        x -> {
                            mean.set(mean.get().mul(0.9));
                            return x;
                        },
                        Spec.f32(Shape.of(1))))
                .hasMessageContaining("writes")
                .hasMessageContaining("outside Pass.training");
    }
}
