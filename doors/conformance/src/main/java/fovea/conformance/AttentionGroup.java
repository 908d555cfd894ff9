package fovea.conformance;

import fovea.nn.Layer;
import fovea.nn.LayerNormLayer;
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
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Attention and the layers of transformers. */
final class AttentionGroup {
    private AttentionGroup() {}

    static Operations operations() {
        return new Operations()
                .withMany("scaled_dot_product_attention", AttentionGroup::dotProduct)
                .withModel("multi_head_attention", AttentionGroup::multiHead, AttentionGroup::attended)
                .withModel(
                        "TransformerEncoderLayer",
                        (in, a) -> TransformerEncoderLayer.of(options(a), random()),
                        (layer, in, a) -> only(layer.forward(in.tensor("src"), masks(in, "src"))))
                .withModel(
                        "TransformerDecoderLayer",
                        (in, a) -> TransformerDecoderLayer.of(options(a), random()),
                        (layer, in, a) -> only(layer.forward(
                                in.tensor("tgt"), in.tensor("memory"), masks(in, "tgt"), masks(in, "memory"))))
                .withModel(
                        "TransformerEncoder",
                        AttentionGroup::encoder,
                        (layer, in, a) -> only(layer.forward(in.tensor("src"), masks(in, "src"))))
                .withModel(
                        "TransformerDecoder",
                        AttentionGroup::decoder,
                        (layer, in, a) -> only(layer.forward(
                                in.tensor("tgt"), in.tensor("memory"), masks(in, "tgt"), masks(in, "memory"))))
                .withModel(
                        "Transformer",
                        (in, a) -> Transformer.of(
                                a.integer("num_encoder_layers", 6),
                                a.integer("num_decoder_layers", 6),
                                options(a),
                                random()),
                        (layer, in, a) -> only(layer.forward(
                                in.tensor("src"),
                                in.tensor("tgt"),
                                masks(in, "src"),
                                masks(in, "tgt"),
                                masks(in, "memory"))));
    }

    /** What layers begin with does not matter: the case has values for all of it. */
    private static SplittableRandom random() {
        return new SplittableRandom(0);
    }

    private static Map<String, Tensor> only(Tensor y) {
        return Map.of(Operations.SINGLE, y);
    }

    private static Map<String, Tensor> dotProduct(Inputs in, Attributes attributes) {
        DotProduct attention = DotProduct.plain()
                .withCausal(attributes.bool("is_causal", false))
                .withDropout(attributes.number("dropout_p", 0));
        for (String name : new String[] {"mask", "attn_mask"}) {
            if (in.has(name)) {
                attention = attention.withMask(in.tensor(name));
            }
        }
        if (attributes.text("mask", "").equals("causal") && attention.mask() == null) {
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

    private static MultiHeadAttention multiHead(Inputs in, Attributes attributes) {
        int features = attributes.integer("embed_dim");
        AttentionOptions options = AttentionOptions.of(features, attributes.integer("num_heads"))
                .withKdim(attributes.integer("kdim", features))
                .withVdim(attributes.integer("vdim", features))
                .withBias(attributes.bool("bias", true))
                .withAddBiasKv(attributes.bool("add_bias_kv", false))
                .withAddZeroAttn(attributes.bool("add_zero_attn", false))
                .withBatchFirst(attributes.bool("batch_first", false))
                .withDropout(attributes.number("dropout", 0));
        return MultiHeadAttention.of(options, random());
    }

    private static Map<String, Tensor> attended(MultiHeadAttention layer, Inputs in, Attributes attributes) {
        Tensor q = in.tensor("q");
        Tensor k = in.optional("k").orElse(q);
        Tensor v = in.optional("v").orElse(k);
        AttentionMasks masks = new AttentionMasks(
                in.optional("attn_mask").orElse(null),
                in.optional("key_padding_mask").orElse(null));
        Attended attended = layer.attend(q, k, v, masks);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("y", attended.y());
        if (attributes.bool("need_weights", true)) {
            boolean mean = attributes.bool("average_attn_weights", true);
            outputs.put("weights", mean ? attended.meanWeights() : attended.weights());
        }
        return outputs;
    }

    private static TransformerOptions options(Attributes attributes) {
        return TransformerOptions.of(attributes.integer("d_model"), attributes.integer("nhead"))
                .withDimFeedforward(attributes.integer("dim_feedforward", 2048))
                .withDropout(attributes.number("dropout", 0.1))
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

    private static TransformerEncoder encoder(Inputs in, Attributes attributes) {
        return TransformerEncoder.of(attributes.integer("num_layers"), options(attributes), random())
                .withNorm(norm(in, attributes));
    }

    private static TransformerDecoder decoder(Inputs in, Attributes attributes) {
        return TransformerDecoder.of(attributes.integer("num_layers"), options(attributes), random())
                .withNorm(norm(in, attributes));
    }

    private static @Nullable LayerNormLayer norm(Inputs in, Attributes attributes) {
        return in.has("norm.weight") ? options(attributes).norm() : null;
    }

    /** PyTorch's {@code src_mask} and {@code src_key_padding_mask}, and alike for other sequences. */
    private static AttentionMasks masks(Inputs in, String of) {
        return new AttentionMasks(
                in.optional(of + "_mask").orElse(null),
                in.optional(of + "_key_padding_mask").orElse(null));
    }
}
