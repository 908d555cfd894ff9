package fovea.conformance;

import fovea.nn.EmbeddingBag;
import fovea.nn.Lookup;
import fovea.tensor.Tensor;
import java.util.Locale;
import java.util.Map;

/** Tables of vectors. */
final class EmbeddingGroup {
    private EmbeddingGroup() {}

    static Operations operations() {
        return new Operations()
                .withMany("embedding", (in, attributes) -> {
                    Tensor w = in.tensor("w");
                    Tensor ids = in.tensor("ids");
                    Lookup lookup = lookup(w, attributes);
                    return Map.of("y", lookup.rows(w, ids), "new_w", lookup.limited(w, ids));
                })
                .withMany("embedding_bag", (in, attributes) -> {
                    Tensor w = in.tensor("w");
                    Tensor ids = in.tensor("ids");
                    Lookup lookup = lookup(w, attributes);
                    Tensor y = EmbeddingBag.of(
                            w,
                            ids,
                            in.optional("offsets").orElse(null),
                            in.optional("per_sample_weights").orElse(null),
                            lookup,
                            EmbeddingBag.Mode.valueOf(
                                    attributes.text("mode", "mean").toUpperCase(Locale.ROOT)),
                            attributes.bool("include_last_offset", false));
                    return Map.of("y", y, "new_w", lookup.limited(w, ids));
                });
    }

    private static Lookup lookup(Tensor w, Attributes attributes) {
        int padding = attributes.integer("padding_idx", Lookup.PLAIN.padding());
        int row = attributes.has("padding_idx") && padding < 0
                ? padding + w.shape().size(0)
                : padding;
        return new Lookup(
                row,
                attributes.number("max_norm", Double.POSITIVE_INFINITY),
                attributes.number("norm_type", 2),
                attributes.bool("scale_grad_by_freq", false));
    }
}
