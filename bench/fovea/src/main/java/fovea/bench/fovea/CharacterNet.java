package fovea.bench.fovea;

import fovea.bench.CharacterModel;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.recurrent.Lstm;
import fovea.nn.recurrent.RecurrentOptions;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;

/** The contest's language model: one-hot characters {@code [T, N, V]} → logits {@code [T·N, V]}. */
record CharacterNet(Lstm lstm, Linear linear) implements Layer {

    static CharacterNet of(CharacterModel workload) {
        SplittableRandom random = new SplittableRandom(0);
        RecurrentOptions options = RecurrentOptions.of(CharacterModel.VOCABULARY, CharacterModel.HIDDEN)
                .withNumLayers(CharacterModel.LAYERS);
        CharacterNet net = new CharacterNet(
                Lstm.of(options, random), Linear.of(CharacterModel.HIDDEN, CharacterModel.VOCABULARY, random));
        Models.fill(net, workload.weights());
        return net;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor h = lstm.forward("lstm", x);
        return linear.forward(
                "linear", h.reshape(Shape.of(x.shape().size(0) * x.shape().size(1), CharacterModel.HIDDEN)));
    }
}
