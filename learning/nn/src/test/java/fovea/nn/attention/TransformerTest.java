package fovea.nn.attention;

import static fovea.testing.TensorAssertions.assertAllClose;
import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.graph.Compiled;
import fovea.nn.Embedding;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.NextChoice;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.ParameterOperands;
import fovea.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TransformerTest {
    private static final TransformerOptions SMALL =
            TransformerOptions.of(4, 2).withDimFeedforward(3).withDropout(0).withActivation(Tensor::gelu);

    private final Doubles doubles = new Doubles();

    @TestFactory
    Stream<DynamicTest> gradientsMatchDifferences() {
        TransformerOptions options = SMALL.withNormFirst(true);
        TransformerEncoderLayer encoder = doubles.encoder(SMALL);
        TransformerDecoderLayer decoder = doubles.decoder(options);
        Tensor x = doubles.x(2, 1, 4);
        Tensor memory = doubles.x(3, 1, 4);
        return Stream.of(
                dynamicTest(
                        "encoder",
                        () -> new GradientCheck(
                                        "encoder",
                                        ParameterOperands.first(
                                                encoder.parameters(), in -> List.of(encoder.forward(in.getFirst()))),
                                        operands(encoder, x))
                                .first(1e-7)),
                dynamicTest(
                        "decoder",
                        () -> new GradientCheck(
                                        "decoder",
                                        ParameterOperands.first(
                                                Variables.of(decoder).parameters(),
                                                in -> List.of(decoder.forward(
                                                        in.get(0),
                                                        in.get(1),
                                                        AttentionMasks.causal(2),
                                                        AttentionMasks.NONE))),
                                        operands(decoder, x, memory))
                                .first(1e-7)));
    }

    private static List<Tensor> operands(Object layer, Tensor... inputs) {
        List<Tensor> operands = new ArrayList<>();
        Variables.of(layer).parameters().forEach(p -> operands.add(p.get()));
        operands.addAll(List.of(inputs));
        return operands;
    }

    @Test
    void partsAreBesideShortcutsAndNormalized() {
        Tensor x = doubles.x(3, 2, 4);
        TransformerEncoderLayer after = doubles.encoder(SMALL);
        Tensor y = after.norm1().forward(x.add(after.selfAttn().forward(x)));
        Tensor inner = after.linear2().forward(after.linear1().forward(y).gelu());
        assertClose(after.forward(x), after.norm2().forward(y.add(inner)), 8);

        TransformerEncoderLayer before = doubles.encoder(SMALL.withNormFirst(true));
        Tensor z = x.add(before.selfAttn().forward(before.norm1().forward(x)));
        Tensor more = before.linear2()
                .forward(before.linear1().forward(before.norm2().forward(z)).gelu());
        assertClose(before.forward(x), z.add(more), 8);
    }

    @Test
    void theDecoderLooksAtItselfAndThenAtTheMemory() {
        Tensor x = doubles.x(3, 2, 4);
        Tensor memory = doubles.x(5, 2, 4);
        TransformerDecoderLayer layer = doubles.decoder(SMALL);
        Tensor y = layer.norm1().forward(x.add(layer.selfAttn().forward(x)));
        Tensor seen = layer.multiheadAttn().attend(y, memory, memory).y();
        Tensor z = layer.norm2().forward(y.add(seen));
        Tensor inner = layer.linear2().forward(layer.linear1().forward(z).gelu());
        assertClose(layer.forward(x, memory), layer.norm3().forward(z.add(inner)), 8);
    }

    @Test
    void parametersHaveTheNamesOfPyTorch() {
        Transformer transformer = Transformer.of(1, 2, SMALL, new SplittableRandom(1));
        List<String> names = List.copyOf(Variables.of(transformer).named().keySet());
        assertThat(names.subList(0, 14))
                .containsExactly(
                        "encoder.layers.0.self_attn.in_proj_weight",
                        "encoder.layers.0.self_attn.in_proj_bias",
                        "encoder.layers.0.self_attn.out_proj.weight",
                        "encoder.layers.0.self_attn.out_proj.bias",
                        "encoder.layers.0.linear1.weight",
                        "encoder.layers.0.linear1.bias",
                        "encoder.layers.0.linear2.weight",
                        "encoder.layers.0.linear2.bias",
                        "encoder.layers.0.norm1.weight",
                        "encoder.layers.0.norm1.bias",
                        "encoder.layers.0.norm2.weight",
                        "encoder.layers.0.norm2.bias",
                        "encoder.norm.weight",
                        "encoder.norm.bias");
        assertThat(names)
                .contains("decoder.layers.1.multihead_attn.in_proj_weight", "decoder.layers.1.norm3.bias")
                .hasSize(14 + 2 * 18 + 2);
    }

    @Test
    void whatIsInsideHasItsName() {
        TransformerEncoder encoder = TransformerEncoder.of(1, SMALL, new SplittableRandom(1));
        Tensor x = Tensor.ones(Shape.of(2, 1, 4));
        var seen = Taps.observe(List.of("layers.0", "layers.0.self_attn"), () -> encoder.forward(x));
        assertThat(Objects.requireNonNull(seen.values().get("layers.0")).toArray())
                .isEqualTo(encoder.forward(x).toArray());
        assertThat(Objects.requireNonNull(seen.values().get("layers.0.self_attn"))
                        .toArray())
                .isEqualTo(encoder.layers().getFirst().selfAttn().forward(x).toArray());
    }

    @Test
    void theFutureHasNoInfluence() {
        TransformerOptions options = SMALL.withBatchFirst(true).withNormFirst(true);
        TransformerEncoder encoder = TransformerEncoder.of(2, options, new SplittableRandom(2));
        Tensor x = new Samples(new SplittableRandom(4), DType.F32).smooth(Shape.of(2, 5, 4));
        Tensor all = encoder.forward(x, AttentionMasks.causal(5));
        Tensor some = encoder.forward(x.slice(1, 0, 3, 1), AttentionMasks.causal(3));
        assertClose(all.slice(1, 0, 3, 1), some, 60);
        assertThat(encoder.norm()).isNotNull();
    }

    @Test
    void tracedEqualsEager() {
        Transformer transformer = Transformer.of(1, 1, SMALL, new SplittableRandom(3));
        List<Parameter> parameters = Variables.of(transformer).parameters();
        Tensor source = new Samples(new SplittableRandom(4), DType.F32).smooth(Shape.of(3, 2, 4));
        Tensor target = new Samples(new SplittableRandom(5), DType.F32).smooth(Shape.of(4, 2, 4));
        Compiled compiled = Compiled.of(in -> gradients(transformer, parameters, in));
        assertAllClose(compiled.run(source, target), gradients(transformer, parameters, List.of(source, target)), 400);
    }

    private static List<Tensor> gradients(Transformer transformer, List<Parameter> parameters, List<Tensor> in) {
        var result = Autograd.valueAndGradients(
                parameters,
                () -> transformer
                        .forward(
                                in.get(0),
                                in.get(1),
                                AttentionMasks.NONE,
                                AttentionMasks.causal(4),
                                AttentionMasks.NONE)
                        .mul(in.get(1))
                        .sum());
        List<Tensor> all = new ArrayList<>(List.of(result.value()));
        parameters.forEach(
                p -> all.add(Objects.requireNonNull(result.gradients().get(p))));
        return all;
    }

    @Test
    void dropoutIsInTrainingOnly() {
        TransformerEncoderLayer layer = TransformerEncoderLayer.of(SMALL.withDropout(0.5), new SplittableRandom(1));
        Tensor x = Tensor.of(Shape.of(1, 1, 4), 1f, -2, 3, 4);
        float[] still = layer.forward(x).toArray();
        assertThat(layer.forward(x).toArray()).isEqualTo(still);
        float[] first =
                Pass.training(RandomStream.of(1), () -> layer.forward(x)).toArray();
        float[] second =
                Pass.training(RandomStream.of(2), () -> layer.forward(x)).toArray();
        assertThat(first).isNotEqualTo(still).isNotEqualTo(second);
        assertThat(Pass.training(RandomStream.of(1), () -> layer.forward(x)).toArray())
                .isEqualTo(first);
    }

    /** A language model of one layer. */
    record Speller(Embedding letters, Positions.Learned places, TransformerEncoder layers, Linear next) {
        static Speller of(SplittableRandom random) {
            TransformerOptions options = TransformerOptions.of(8, 2)
                    .withDimFeedforward(16)
                    .withDropout(0)
                    .withNormFirst(true);
            return new Speller(
                    Embedding.of(5, 8, random),
                    Positions.Learned.of(12, 8, false, random),
                    TransformerEncoder.of(1, options, random),
                    Linear.of(8, 5, random));
        }

        /** {@code [T]} → {@code [T, 5]}. */
        Tensor forward(Tensor text) {
            Tensor x = places.forward(letters.forward(text));
            return next.forward(
                    layers.forward(x, AttentionMasks.causal(text.shape().size(0))));
        }
    }

    /** "abacadae" says what comes next only with what was before. */
    @Test
    void learnsToSpell() {
        Speller speller = Speller.of(new SplittableRandom(7));
        List<Parameter> parameters = Variables.of(speller).parameters();
        Tensor text = Tensor.of(Shape.of(7), 0, 1, 0, 2, 0, 3, 0);
        Tensor next = Tensor.of(Shape.of(7), 1, 0, 2, 0, 3, 0, 4);
        double loss = Double.NaN;
        for (int step = 0; step < 120; step++) {
            var result = Autograd.valueAndGradients(parameters, () -> Loss.crossEntropy(speller.forward(text), next));
            result.gradients().forEach((p, dp) -> p.set(p.get().sub(dp.mul(0.3))));
            loss = result.value().item();
        }
        assertThat(loss).isLessThan(0.05);
        assertThat(NextChoice.likeliest(speller.forward(text)).toInts()).isEqualTo(next.toInts());
    }

    @Test
    void wavesTellPlacesApart() {
        double[] waves = Positions.sinusoidal(60, 6).cast(DType.F64).toDoubles();
        for (int t : new int[] {0, 1, 59}) {
            for (int i = 0; i < 6; i += 2) {
                double angle = t / Math.pow(10000, i / 6.0);
                assertThat(waves[6 * t + i]).isCloseTo(Math.sin(angle), within(1e-7));
                assertThat(waves[6 * t + i + 1]).isCloseTo(Math.cos(angle), within(1e-7));
            }
        }
        Tensor x = Tensor.full(new Spec(Shape.of(3, 2, 6), DType.F64), 1);
        Tensor y = new Positions.Sinusoidal(false, 0).forward(x);
        Tensor turned = new Positions.Sinusoidal(true, 0).forward(x.permute(1, 0, 2));
        assertThat(turned.permute(1, 0, 2).toDoubles()).isEqualTo(y.toDoubles());
        assertThat(y.toDoubles()[3 * 6 + 1]).isEqualTo(1 + waves[6 + 1]);
    }
}
