package fovea.nn.recurrent;

import fovea.nn.Layer;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import fovea.testing.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/** Recurrent layers with weights in double precision, and what comes of them as a list. */
final class Sequences {
    private Sequences() {}

    static Samples samples() {
        return new Samples(new SplittableRandom(11), DType.F64);
    }

    private static SequencedMap<String, Parameter> weights(RecurrentOptions options, int gates) {
        Samples samples = samples();
        SequencedMap<String, Parameter> weights = new LinkedHashMap<>();
        Weighting.shapes(options, gates)
                .forEach((name, shape) -> weights.put(name, new Parameter(samples.uniform(shape, -0.8, 0.8))));
        return weights;
    }

    static Rnn rnn(RecurrentOptions options) {
        return new Rnn(options, Nonlinearity.TANH, weights(options, 1));
    }

    static Lstm lstm(RecurrentOptions options) {
        return new Lstm(options, weights(options, 4));
    }

    static Gru gru(RecurrentOptions options) {
        return new Gru(options, weights(options, 3));
    }

    /** One of each kind. */
    static List<Recurrent<?>> all(RecurrentOptions options) {
        return List.of(rnn(options), lstm(options), gru(options));
    }

    /** Outputs and last states. */
    static List<Tensor> tensors(Unrolled<?> read) {
        List<Tensor> tensors = new ArrayList<>(List.of(read.y()));
        tensors.addAll(states(read.state()));
        return tensors;
    }

    static List<Tensor> states(Object state) {
        return state instanceof LstmState(Tensor h, Tensor c) ? List.of(h, c) : List.of((Tensor) state);
    }

    static String name(Layer layer) {
        return layer.getClass().getSimpleName();
    }
}
