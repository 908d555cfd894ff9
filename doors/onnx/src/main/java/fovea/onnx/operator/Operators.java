package fovea.onnx.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of operators by domain and name. */
public final class Operators {
    private static final Map<String, Operator> ALL = table();

    private Operators() {}

    private static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        for (Map<String, Operator> family : families()) {
            family.forEach((name, operator) -> {
                if (all.put(name, operator) != null) {
                    throw new IllegalStateException("two families have the operator " + name);
                }
            });
        }
        return Map.copyOf(all);
    }

    private static List<Map<String, Operator>> families() {
        return List.of(
                Elementwise.table(),
                Activations.table(),
                Arithmetic.table(),
                Logic.table(),
                Reductions.table(),
                Movement.table(),
                Slicing.table(),
                Gathering.table(),
                Choosing.table(),
                Convolution.table(),
                Pooling.table(),
                Regions.table(),
                Normalization.table(),
                Products.table(),
                Quantization.table(),
                Casting.table(),
                Recurrence.table(),
                AttentionFamily.table(),
                Losses.table(),
                Imaging.table(),
                Creation.table(),
                Randomness.table(),
                Control.table(),
                Sequences.table(),
                Texts.table(),
                Spectra.table(),
                Training.table());
    }

    /** The operator of that name in ONNX's own set, or in one of its previews. */
    static Optional<Operator> find(String domain, String name) {
        boolean ours =
                domain.isEmpty() || domain.equals("ai.onnx.preview.training") || domain.equals("ai.onnx.preview");
        return ours ? Optional.ofNullable(ALL.get(name)) : Optional.empty();
    }
}
