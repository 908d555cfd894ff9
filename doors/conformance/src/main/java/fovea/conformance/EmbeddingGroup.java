package fovea.conformance;

import fovea.nn.EmbeddingBag;
import fovea.nn.Lookup;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables of vectors. */
final class EmbeddingGroup {
    private EmbeddingGroup() {}

    static Operations operations() {
        return new Operations()
                .withMany("embedding", (in, attributes) -> {
                    Tensor w = in.tensor("w");
                    Tensor ids = in.tensor("ids");
                    Lookup lookup = lookup(w, attributes);
                    return found(lookup.rows(w, ids), lookup.limited(w, ids));
                })
                .withMany("embedding_bag", (in, attributes) -> {
                    Tensor w = in.tensor("w");
                    Tensor ids = in.tensor("ids");
                    Lookup lookup = lookup(w, attributes);
                    Tensor y = EmbeddingBag.of(
                            w,
                            ids,
                            offsets(in, attributes),
                            in.optional("per_sample_weights").orElse(null),
                            lookup,
                            EmbeddingBag.Mode.valueOf(
                                    attributes.text("mode", "mean").toUpperCase(Locale.ROOT)),
                            attributes.bool("include_last_offset", false));
                    return found(y, lookup.limited(w, ids));
                });
    }

    /** The rows, and the table after some may have been cut down. */
    private static Map<String, Tensor> found(Tensor y, Tensor table) {
        return Map.of("y", y, "new_w", table, "out_w", table);
    }

    private static @Nullable Tensor offsets(Inputs in, Attributes attributes) {
        if (attributes.has("offsets")) {
            int[] offsets = attributes.ints("offsets");
            return Tensor.of(Shape.of(offsets.length), offsets);
        }
        return in.optional("offsets").orElse(null);
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
