package fovea.conformance;

import fovea.nn.Layer;
import fovea.nn.LayerNormLayer;
import fovea.nn.Linear;
import fovea.nn.attention.Attended;
import fovea.nn.attention.AttentionMasks;
import fovea.nn.attention.AttentionOptions;
import fovea.nn.attention.DotProduct;
import fovea.nn.attention.MultiHeadAttention;
import fovea.nn.attention.Transformer;
import fovea.nn.attention.TransformerDecoder;
import fovea.nn.attention.TransformerDecoderLayer;
import fovea.nn.attention.TransformerEncoder;
import fovea.nn.attention.TransformerEncoderLayer;
import fovea.nn.attention.TransformerOptions;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Attention and the layers of transformers. */
final class AttentionGroup {
    private AttentionGroup() {}

    static Operations operations() {
        return new Operations()
                .withMany("scaled_dot_product_attention", AttentionGroup::dotProduct)
                .withLayer("multi_head_attention", AttentionGroup::multiHead)
                .withLayerOfOne(
                        "TransformerEncoderLayer",
                        (in, a) -> encoderLayer(in, "", options(a)).forward(in.tensor("src"), masks(in, "src")))
                .withLayerOfOne(
                        "TransformerDecoderLayer",
                        (in, a) -> decoderLayer(in, "", options(a))
                                .forward(in.tensor("tgt"), in.tensor("memory"), masks(in, "tgt"), masks(in, "memory")))
                .withLayerOfOne(
                        "TransformerEncoder",
                        (in, a) -> encoder(in, "", options(a)).forward(in.tensor("src"), masks(in, "src")))
                .withLayerOfOne(
                        "TransformerDecoder",
                        (in, a) -> decoder(in, "", options(a))
                                .forward(in.tensor("tgt"), in.tensor("memory"), masks(in, "tgt"), masks(in, "memory")))
                .withLayerOfOne("Transformer", AttentionGroup::transformer);
    }

    private static Map<String, Tensor> dotProduct(Inputs in, Attributes attributes) {
        DotProduct attention = DotProduct.plain()
                .withCausal(attributes.bool("is_causal", false))
                .withDropout(attributes.number("dropout_p", 0));
        if (in.has("mask") || in.has("attn_mask")) {
            attention = attention.withMask(in.first("mask", "attn_mask"));
        } else if (attributes.text("mask", "").equals("causal")) {
            attention = attention.withCausal(true);
        }
        // The default is written out in words, "1/sqrt(d)".
        if (attributes.has("scale")
                && !String.valueOf(attributes.values().get("scale")).contains("sqrt")) {
            attention = attention.withScale(attributes.number("scale"));
        }
        Attended attended = attention.attend(in.tensor("q"), in.tensor("k"), in.tensor("v"));
        return Map.of("y", attended.y(), "weights", attended.weights());
    }

    private static Map<String, Tensor> multiHead(Inputs in, Attributes attributes) {
        int features = attributes.integer("embed_dim");
        AttentionOptions options = AttentionOptions.of(features, attributes.integer("num_heads"))
                .withKdim(attributes.integer("kdim", features))
                .withVdim(attributes.integer("vdim", features))
                .withBias(attributes.bool("bias", true))
                .withAddBiasKv(attributes.bool("add_bias_kv", false))
                .withAddZeroAttn(attributes.bool("add_zero_attn", false))
                .withBatchFirst(attributes.bool("batch_first", false))
                .withDropout(attributes.number("dropout", 0));
        Tensor q = in.first("q", "query", "x");
        Tensor k = in.has("k") || in.has("key") ? in.first("k", "key") : q;
        Tensor v = in.has("v") || in.has("value") ? in.first("v", "value") : k;
        Attended attended = attention(in, "", options)
                .attend(
                        q,
                        k,
                        v,
                        new AttentionMasks(
                                in.optional("attn_mask").orElse(null),
                                in.optional("key_padding_mask").orElse(null)));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("y", attended.y());
        boolean mean = attributes.bool("average_attn_weights", true);
        outputs.put("weights", mean ? attended.meanWeights() : attended.weights());
        return outputs;
    }

    private static TransformerOptions options(Attributes attributes) {
        return TransformerOptions.of(attributes.integer("d_model"), attributes.integer("nhead"))
                .withDimFeedforward(attributes.integer("dim_feedforward", 2048))
                .withDropout(attributes.number("dropout", 0))
                .withActivation(activation(attributes.text("activation", "relu")))
                .withLayerNormEps(attributes.number("layer_norm_eps", 1e-5))
                .withBatchFirst(attributes.bool("batch_first", false)
                        || attributes.text("layout", "").startsWith("(N"))
                .withNormFirst(attributes.bool("norm_first", false));
    }

    private static Layer activation(String name) {
        return switch (name) {
            case "relu" -> Tensor::relu;
            case "gelu" -> Tensor::gelu;
            default -> throw new CaseException("no activation '" + name + "' in a layer of a transformer");
        };
    }

    /** PyTorch's {@code src_mask} and {@code src_key_padding_mask}, and alike for other sequences. */
    private static AttentionMasks masks(Inputs in, String of) {
        return new AttentionMasks(
                in.optional(of + "_mask").orElse(null),
                in.optional(of + "_key_padding_mask").orElse(null));
    }

    private static @Nullable Parameter optional(Inputs in, String key) {
        return in.has(key) ? in.parameter(key) : null;
    }

    private static Linear linear(Inputs in, String at) {
        return new Linear(in.parameter(at + "weight"), optional(in, at + "bias"));
    }

    private static LayerNormLayer norm(Inputs in, String at, TransformerOptions options) {
        return new LayerNormLayer(
                optional(in, at + "weight"),
                optional(in, at + "bias"),
                Shape.of(options.dModel()),
                options.layerNormEps());
    }

    private static MultiHeadAttention attention(Inputs in, String at, AttentionOptions options) {
        return new MultiHeadAttention(
                options,
                optional(in, at + "in_proj_weight"),
                optional(in, at + "q_proj_weight"),
                optional(in, at + "k_proj_weight"),
                optional(in, at + "v_proj_weight"),
                optional(in, at + "in_proj_bias"),
                optional(in, at + "bias_k"),
                optional(in, at + "bias_v"),
                linear(in, at + "out_proj."));
    }

    private static TransformerEncoderLayer encoderLayer(Inputs in, String at, TransformerOptions options) {
        return new TransformerEncoderLayer(
                options,
                attention(in, at + "self_attn.", options.attention()),
                linear(in, at + "linear1."),
                linear(in, at + "linear2."),
                norm(in, at + "norm1.", options),
                norm(in, at + "norm2.", options));
    }

    private static TransformerDecoderLayer decoderLayer(Inputs in, String at, TransformerOptions options) {
        return new TransformerDecoderLayer(
                options,
                attention(in, at + "self_attn.", options.attention()),
                attention(in, at + "multihead_attn.", options.attention()),
                linear(in, at + "linear1."),
                linear(in, at + "linear2."),
                norm(in, at + "norm1.", options),
                norm(in, at + "norm2.", options),
                norm(in, at + "norm3.", options));
    }

    /** Where the parameters of a stack's layers are: as many layers as there are parameters for. */
    private static List<String> layers(Inputs in, String at) {
        return IntStream.iterate(0, i -> in.has(at + "layers." + i + ".linear1.weight"), i -> i + 1)
                .mapToObj(i -> at + "layers." + i + ".")
                .toList();
    }

    private static @Nullable LayerNormLayer last(Inputs in, String at, TransformerOptions options) {
        return in.has(at + "norm.weight") ? norm(in, at + "norm.", options) : null;
    }

    private static TransformerEncoder encoder(Inputs in, String at, TransformerOptions options) {
        List<TransformerEncoderLayer> layers = layers(in, at).stream()
                .map(each -> encoderLayer(in, each, options))
                .toList();
        return new TransformerEncoder(layers, last(in, at, options));
    }

    private static TransformerDecoder decoder(Inputs in, String at, TransformerOptions options) {
        List<TransformerDecoderLayer> layers = layers(in, at).stream()
                .map(each -> decoderLayer(in, each, options))
                .toList();
        return new TransformerDecoder(layers, last(in, at, options));
    }

    private static Tensor transformer(Inputs in, Attributes attributes) {
        TransformerOptions options = options(attributes);
        return new Transformer(encoder(in, "encoder.", options), decoder(in, "decoder.", options))
                .forward(in.tensor("src"), in.tensor("tgt"), masks(in, "src"), masks(in, "tgt"), masks(in, "memory"));
    }
}
