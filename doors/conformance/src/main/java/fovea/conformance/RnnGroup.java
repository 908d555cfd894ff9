package fovea.conformance;

import fovea.nn.recurrent.Gru;
import fovea.nn.recurrent.GruCell;
import fovea.nn.recurrent.Lstm;
import fovea.nn.recurrent.LstmCell;
import fovea.nn.recurrent.LstmState;
import fovea.nn.recurrent.Nonlinearity;
import fovea.nn.recurrent.Recurrent;
import fovea.nn.recurrent.RecurrentOptions;
import fovea.nn.recurrent.Rnn;
import fovea.nn.recurrent.RnnCell;
import fovea.nn.recurrent.Unrolled;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recurrent layers and cells. */
final class RnnGroup {
    private RnnGroup() {}

    static Operations operations() {
        return new Operations()
                .withLayer("rnn", RnnGroup::rnn)
                .withLayer("lstm", RnnGroup::lstm)
                .withLayer("gru", RnnGroup::gru)
                .withLayerOfOne("rnn_cell", RnnGroup::rnnCell)
                .withLayer("lstm_cell", RnnGroup::lstmCell)
                .withLayerOfOne("gru_cell", RnnGroup::gruCell);
    }

    private static RecurrentOptions options(Attributes attributes) {
        return RecurrentOptions.of(attributes.integer("input_size"), attributes.integer("hidden_size"))
                .withNumLayers(attributes.integer("num_layers", 1))
                .withBidirectional(attributes.bool("bidirectional", false))
                .withBatchFirst(attributes.bool("batch_first", false))
                .withBias(attributes.bool("bias", true))
                .withDropout(attributes.number("dropout", 0))
                .withProjSize(attributes.integer("proj_size", 0));
    }

    private static SequencedMap<String, Parameter> weights(Inputs in) {
        return in.parameters(key -> key.startsWith("weight_") || key.startsWith("bias_"));
    }

    private static Nonlinearity nonlinearity(Attributes attributes) {
        return Nonlinearity.valueOf(attributes.text("nonlinearity", "tanh").toUpperCase(Locale.ROOT));
    }

    private static Map<String, Tensor> rnn(Inputs in, Attributes attributes) {
        return read(new Rnn(options(attributes), nonlinearity(attributes), weights(in)), in, attributes);
    }

    private static Map<String, Tensor> gru(Inputs in, Attributes attributes) {
        return read(new Gru(options(attributes), weights(in)), in, attributes);
    }

    private static Map<String, Tensor> read(Recurrent<Tensor> layer, Inputs in, Attributes attributes) {
        Tensor x = in.tensor("x");
        Unrolled<Tensor> read = read(layer, x, in.optional("h0").orElseGet(() -> layer.zeroState(x)), in, attributes);
        return Map.of("y", asLongAsTheLongest(read.y(), layer.options(), in), "hn", read.state());
    }

    private static Map<String, Tensor> lstm(Inputs in, Attributes attributes) {
        Lstm layer = new Lstm(options(attributes), weights(in));
        Tensor x = in.tensor("x");
        LstmState zeros = layer.zeroState(x);
        LstmState state = new LstmState(
                in.optional("h0").orElse(zeros.h()), in.optional("c0").orElse(zeros.c()));
        Unrolled<LstmState> read = read(layer, x, state, in, attributes);
        return Map.of(
                "y",
                asLongAsTheLongest(read.y(), layer.options(), in),
                "hn",
                read.state().h(),
                "cn",
                read.state().c());
    }

    private static <S> Unrolled<S> read(Recurrent<S> layer, Tensor x, S state, Inputs in, Attributes attributes) {
        return lengths(in, attributes)
                .map(lengths -> layer.run(x, state, lengths))
                .orElseGet(() -> layer.run(x, state));
    }

    private static Optional<Tensor> lengths(Inputs in, Attributes attributes) {
        if (in.has("lengths")) {
            return in.optional("lengths");
        }
        if (attributes.has("lengths")) {
            int[] lengths = attributes.ints("lengths");
            return Optional.of(Tensor.of(Shape.of(lengths.length), lengths));
        }
        return Optional.empty();
    }

    /** PyTorch ends a batch of sequences where the longest ends. */
    private static Tensor asLongAsTheLongest(Tensor y, RecurrentOptions options, Inputs in) {
        long[] expected = in.expected("y");
        int time = y.shape().rank() == 3 && options.batchFirst() ? 1 : 0;
        if (expected.length != y.shape().rank() || expected[time] >= y.shape().size(time)) {
            return y;
        }
        return y.slice(time, 0, (int) expected[time], 1);
    }

    /** A parameter of a cell, by whichever of its names the case has. */
    private static @Nullable Parameter optional(Inputs in, String... names) {
        return Arrays.stream(names)
                .filter(in::has)
                .findFirst()
                .map(in::parameter)
                .orElse(null);
    }

    private static Parameter weight(Inputs in, String name) {
        String written = "weight_" + name;
        return in.parameter(in.has(written) ? written : "w_" + name);
    }

    private static @Nullable Parameter bias(Inputs in, String name) {
        return optional(in, "b_" + name, "bias_" + name);
    }

    /** The state a cell is given, by whichever of its names the case has. */
    private static Optional<Tensor> state(Inputs in, String name) {
        return Stream.of(name, name + "x", name + "0")
                .filter(in::has)
                .findFirst()
                .map(in::tensor);
    }

    private static Tensor rnnCell(Inputs in, Attributes attributes) {
        RnnCell cell = new RnnCell(
                weight(in, "ih"), weight(in, "hh"), bias(in, "ih"), bias(in, "hh"), nonlinearity(attributes));
        Tensor x = in.tensor("x");
        return cell.step(x, state(in, "h").orElseGet(() -> cell.zeroState(x)));
    }

    private static Tensor gruCell(Inputs in, Attributes attributes) {
        GruCell cell = new GruCell(weight(in, "ih"), weight(in, "hh"), bias(in, "ih"), bias(in, "hh"));
        Tensor x = in.tensor("x");
        return cell.step(x, state(in, "h").orElseGet(() -> cell.zeroState(x)));
    }

    private static Map<String, Tensor> lstmCell(Inputs in, Attributes attributes) {
        LstmCell cell = new LstmCell(weight(in, "ih"), weight(in, "hh"), bias(in, "ih"), bias(in, "hh"));
        Tensor x = in.tensor("x");
        LstmState zeros = cell.zeroState(x);
        LstmState next = cell.step(
                x,
                new LstmState(
                        in.optional("h").orElse(zeros.h()), in.optional("c").orElse(zeros.c())));
        return Map.of("hn", next.h(), "cn", next.c());
    }
}
