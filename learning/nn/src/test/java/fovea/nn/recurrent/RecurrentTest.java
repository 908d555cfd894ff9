package fovea.nn.recurrent;

import static fovea.nn.recurrent.Sequences.samples;
import static fovea.nn.recurrent.Sequences.tensors;
import static fovea.testing.TensorAssertions.assertAllClose;
import static fovea.testing.TensorAssertions.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.graph.Compiled;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Variables;
import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.OneHot;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.GradientCheck;
import fovea.testing.ParameterOperands;
import fovea.testing.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RecurrentTest {
    private static final RecurrentOptions SMALL = RecurrentOptions.of(3, 4);
    private static final RecurrentOptions TALL = SMALL.withNumLayers(2).withBidirectional(true);
    private static final RecurrentOptions TINY = RecurrentOptions.of(2, 2);
    private static final Tensor LENGTHS = Tensor.of(Shape.of(3), 2, 5, 3);

    private static Stream<DynamicTest> each(RecurrentOptions options, Consumer<Recurrent<?>> property) {
        return Sequences.all(options).stream()
                .map(layer -> dynamicTest(Sequences.name(layer), () -> property.accept(layer)));
    }

    /** Five steps of three sequences of three features. */
    private static Tensor sequence() {
        return samples().smooth(Shape.of(5, 3, 3));
    }

    @Test
    void parametersHaveTheNamesOfPyTorch() {
        Lstm lstm = Lstm.of(TALL.withProjSize(2), new SplittableRandom(1));
        record Model(Lstm lstm) {}
        assertThat(Variables.of(new Model(lstm)).named().entrySet().stream()
                        .limit(11)
                        .map(e -> e.getKey() + " " + e.getValue().shape()))
                .containsExactly(
                        "lstm.weight_ih_l0 [16, 3]",
                        "lstm.weight_hh_l0 [16, 2]",
                        "lstm.bias_ih_l0 [16]",
                        "lstm.bias_hh_l0 [16]",
                        "lstm.weight_hr_l0 [2, 4]",
                        "lstm.weight_ih_l0_reverse [16, 3]",
                        "lstm.weight_hh_l0_reverse [16, 2]",
                        "lstm.bias_ih_l0_reverse [16]",
                        "lstm.bias_hh_l0_reverse [16]",
                        "lstm.weight_hr_l0_reverse [2, 4]",
                        "lstm.weight_ih_l1 [16, 4]");
        assertThat(lstm.parameters()).hasSize(20);
        assertThat(Gru.of(SMALL.withBias(false), new SplittableRandom(1))
                        .parts()
                        .keySet())
                .containsExactly("weight_ih_l0", "weight_hh_l0");
    }

    @Test
    void weightsBeginAsThoseOfPyTorchDo() {
        Gru gru = Gru.of(RecurrentOptions.of(30, 25), new SplittableRandom(3));
        for (Parameter parameter : gru.parameters()) {
            float[] values = parameter.get().toArray();
            Arrays.sort(values);
            assertThat(values[0]).isBetween(-0.2f, -0.17f);
            assertThat(values[values.length - 1]).isBetween(0.17f, 0.2f);
        }
    }

    @TestFactory
    Stream<DynamicTest> gradientsThroughTimeMatchDifferences() {
        return each(TINY.withBidirectional(true), layer -> check(layer, false));
    }

    @TestFactory
    Stream<DynamicTest> gradientsWithLengthsMatchDifferences() {
        return each(TINY.withNumLayers(2).withBatchFirst(true).withBias(false), layer -> check(layer, true));
    }

    @Test
    void gradientsOfProjectedOutputsMatchDifferences() {
        check(Sequences.lstm(TINY.withProjSize(1)), false);
    }

    /** By all weights, the sequence and the first state. */
    private static <S> void check(Recurrent<S> layer, boolean lengths) {
        Samples samples = samples();
        Shape shape = layer.options().batchFirst() ? Shape.of(2, 3, 2) : Shape.of(2, 2, 2);
        Tensor x = samples.smooth(shape);
        List<Tensor> operands = new ArrayList<>();
        layer.parameters().forEach(p -> operands.add(p.get()));
        operands.add(x);
        Sequences.states(layer.zeroState(x)).forEach(zero -> operands.add(samples.smooth(zero.shape())));
        new GradientCheck(
                        Sequences.name(layer),
                        ParameterOperands.first(layer.parameters(), in -> run(layer, in, lengths)),
                        operands)
                .first(1e-9);
    }

    private static List<Tensor> run(Recurrent<?> layer, List<Tensor> in, boolean withLengths) {
        Tensor x = in.getFirst();
        Tensor lengths = Tensor.of(Shape.of(2), 3, 1);
        Tensor first = in.get(1);
        return tensors(
                switch (layer) {
                    case Rnn rnn -> withLengths ? rnn.run(x, first, lengths) : rnn.run(x, first);
                    case Gru gru -> withLengths ? gru.run(x, first, lengths) : gru.run(x, first);
                    case Lstm lstm -> {
                        LstmState state = new LstmState(first, in.get(2));
                        yield withLengths ? lstm.run(x, state, lengths) : lstm.run(x, state);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> secondGradientsMatchDifferences() {
        return each(TINY, layer -> {
            List<Tensor> operands = new ArrayList<>();
            layer.parameters().forEach(p -> operands.add(p.get()));
            operands.add(samples().smooth(Shape.of(2, 1, 2)));
            new GradientCheck(
                            Sequences.name(layer),
                            ParameterOperands.first(layer.parameters(), in -> List.of(layer.forward(in.getFirst()))),
                            operands)
                    .second(1e-8);
        });
    }

    @TestFactory
    Stream<DynamicTest> batchFirstIsTheOtherTurnedRound() {
        return each(TALL, layer -> {
            Recurrent<?> turned = like(layer, TALL.withBatchFirst(true));
            List<Tensor> expected = tensors(layer.run(sequence()));
            List<Tensor> found = tensors(turned.run(sequence().permute(1, 0, 2)));
            assertClose(found.getFirst().permute(1, 0, 2), expected.getFirst(), 1);
            assertAllClose(found.subList(1, found.size()), expected.subList(1, expected.size()), 1);
        });
    }

    private static Recurrent<?> like(Recurrent<?> layer, RecurrentOptions options) {
        return like(layer, options, layer.weights());
    }

    private static Recurrent<?> like(
            Recurrent<?> layer, RecurrentOptions options, SequencedMap<String, Parameter> weights) {
        return switch (layer) {
            case Rnn rnn -> new Rnn(options, rnn.nonlinearity(), weights);
            case Lstm _ -> new Lstm(options, weights);
            case Gru _ -> new Gru(options, weights);
        };
    }

    @TestFactory
    Stream<DynamicTest> bothDirectionsAreTwoRuns() {
        return each(SMALL.withBidirectional(true), layer -> {
            SequencedMap<String, Parameter> forwards = new LinkedHashMap<>();
            SequencedMap<String, Parameter> backwards = new LinkedHashMap<>();
            layer.weights().forEach((name, parameter) -> {
                if (name.endsWith("_reverse")) {
                    backwards.put(name.substring(0, name.length() - "_reverse".length()), parameter);
                } else {
                    forwards.put(name, parameter);
                }
            });
            List<Tensor> there = tensors(like(layer, SMALL, forwards).run(sequence()));
            List<Tensor> back = tensors(like(layer, SMALL, backwards).run(reversed(sequence())));
            List<Tensor> both = tensors(layer.run(sequence()));
            assertClose(both.getFirst(), concat(2, there.getFirst(), reversed(back.getFirst())), 1);
            for (int i = 1; i < both.size(); i++) {
                assertClose(both.get(i), concat(0, there.get(i), back.get(i)), 1);
            }
        });
    }

    private static Tensor reversed(Tensor x) {
        int steps = x.shape().size(0);
        int[] order = new int[steps];
        Arrays.setAll(order, i -> steps - 1 - i);
        return x.take(0, Tensor.of(Shape.of(steps), order));
    }

    private static Tensor concat(int axis, Tensor... parts) {
        return new Concat(axis).apply(parts);
    }

    /** Whatever lies beyond a sequence, not-a-numbers too, has no influence, and comes out as 0. */
    @TestFactory
    Stream<DynamicTest> lengthsAreSeparateRuns() {
        return each(TALL, layer -> {
            Tensor x = sequence();
            int[] lengths = LENGTHS.toInts();
            List<Tensor> all = tensors(withLengths(layer, spoiled(x, lengths)));
            for (int n = 0; n < lengths.length; n++) {
                Tensor alone = x.slice(1, n, n + 1, 1).slice(0, 0, lengths[n], 1);
                List<Tensor> expected = tensors(layer.run(alone));
                Tensor y = all.getFirst().slice(1, n, n + 1, 1);
                assertClose(y.slice(0, 0, lengths[n], 1), expected.getFirst(), 8);
                assertThat(y.slice(0, lengths[n], 5, 1).toDoubles())
                        .as("beyond")
                        .isEqualTo(new double[(5 - lengths[n]) * 8]);
                for (int i = 1; i < all.size(); i++) {
                    assertClose(all.get(i).slice(1, n, n + 1, 1), expected.get(i), 8);
                }
            }
        });
    }

    private static Tensor spoiled(Tensor x, int[] lengths) {
        double[] values = x.toDoubles();
        for (int i = 0; i < values.length; i++) {
            if (i / 9 >= lengths[i / 3 % 3]) {
                values[i] = Double.NaN;
            }
        }
        return Tensor.of(x.shape(), values);
    }

    private static <S> Unrolled<S> withLengths(Recurrent<S> layer, Tensor x) {
        return layer.run(x, layer.zeroState(x), LENGTHS);
    }

    @TestFactory
    Stream<DynamicTest> oneSequenceIsABatchOfOne() {
        return each(TALL, layer -> {
            Tensor x = samples().smooth(Shape.of(5, 3));
            List<Tensor> one = tensors(layer.run(x));
            List<Tensor> batch = tensors(layer.run(x.reshape(Shape.of(5, 1, 3))));
            for (int i = 0; i < one.size(); i++) {
                assertThat(one.get(i).shape().rank()).isEqualTo(2);
                assertThat(one.get(i).toDoubles()).isEqualTo(batch.get(i).toDoubles());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aSequenceCanBeReadInStretches() {
        return each(SMALL.withNumLayers(2), RecurrentTest::readInStretches);
    }

    private static <S> void readInStretches(Recurrent<S> layer) {
        Tensor x = sequence();
        Unrolled<S> all = layer.run(x);
        Unrolled<S> begun = layer.run(x.slice(0, 0, 2, 1));
        Unrolled<S> rest = layer.run(x.slice(0, 2, 5, 1), begun.state());
        assertClose(concat(0, begun.y(), rest.y()), all.y(), 8);
        assertAllClose(Sequences.states(rest.state()), Sequences.states(all.state()), 8);
    }

    @TestFactory
    Stream<DynamicTest> tracedEqualsEager() {
        return each(TALL, layer -> {
            Compiled compiled = Compiled.of(in -> withGradient(layer, in.getFirst()));
            assertAllClose(compiled.run(sequence()), withGradient(layer, sequence()), 60);
        });
    }

    private static List<Tensor> withGradient(Recurrent<?> layer, Tensor x) {
        var result = Autograd.valueAndGradients(
                layer.parameters(), () -> withLengths(layer, x).y().square().sum());
        List<Tensor> all = new ArrayList<>(List.of(result.value()));
        layer.parameters()
                .forEach(p -> all.add(Objects.requireNonNull(result.gradients().get(p))));
        return all;
    }

    /** As Karpathy's smallest character model: the next letter of "hello", from those before it. */
    @TestFactory
    Stream<DynamicTest> learnsToSpell() {
        return Stream.of(
                        Rnn.of(RecurrentOptions.of(4, 8), new SplittableRandom(5)),
                        Lstm.of(RecurrentOptions.of(4, 8), new SplittableRandom(5)),
                        Gru.of(RecurrentOptions.of(4, 8), new SplittableRandom(5)))
                .map(layer -> dynamicTest(
                        Sequences.name(layer), () -> assertThat(spelled(layer)).isLessThan(0.05)));
    }

    private static double spelled(Recurrent<?> layer) {
        record Speller(Recurrent<?> reader, Linear letters) {}
        Speller model = new Speller(layer, Linear.of(8, 4, new SplittableRandom(6)));
        List<Parameter> parameters = Variables.of(model).parameters();
        Tensor letters = new OneHot(4, DType.F32).apply(Tensor.of(Shape.of(4), 0, 1, 2, 2));
        Tensor next = Tensor.of(Shape.of(4), 1, 2, 2, 3);
        double loss = Double.NaN;
        for (int step = 0; step < 150; step++) {
            var result = Autograd.valueAndGradients(
                    parameters,
                    () -> Loss.crossEntropy(
                            model.letters().forward(model.reader().forward(letters)), next));
            result.gradients().forEach((p, dp) -> p.set(p.get().sub(dp.mul(0.5))));
            loss = result.value().item();
        }
        return loss;
    }
}
