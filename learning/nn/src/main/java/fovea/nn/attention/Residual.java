package fovea.nn.attention;

import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.nn.LayerNormLayer;
import fovea.nn.Linear;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/** How a part of a transformer is put beside its input. */
final class Residual {
    private Residual() {}

    /** {@code norm(x + f(x))}, or {@code x + f(norm(x))} with {@link TransformerOptions#normFirst}; the output of {@code f} is dropped out. */
    static Tensor around(TransformerOptions options, String normName, LayerNormLayer norm, Tensor x, Layer f) {
        return options.normFirst()
                ? x.add(dropped(options, f.forward(norm.forward(normName, x))))
                : norm.forward(normName, x.add(dropped(options, f.forward(x))));
    }

    static Tensor feedForward(TransformerOptions options, Linear linear1, Linear linear2, Tensor x) {
        Tensor between = options.activation().forward(linear1.forward("linear1", x));
        return linear2.forward("linear2", dropped(options, between));
    }

    private static Tensor dropped(TransformerOptions options, Tensor x) {
        return options.dropout() == 0 ? x : new Dropout(options.dropout()).forward(x);
    }

    static MultiHeadAttention attention(TransformerOptions options, RandomGenerator random) {
        return MultiHeadAttention.of(options.attention(), random);
    }

    /** An attention under its name. */
    static Tensor attend(String name, MultiHeadAttention attention, Tensor x, Tensor memory, AttentionMasks masks) {
        Layer named = q -> attention.attend(q, memory, memory, masks).y();
        return named.forward(name, x);
    }

    /** The attention of {@code x} to itself under its name. */
    static Tensor attend(String name, MultiHeadAttention attention, Tensor x, AttentionMasks masks) {
        Layer named = q -> attention.attend(q, q, q, masks).y();
        return named.forward(name, x);
    }
}
