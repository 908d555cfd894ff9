package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The loss of a training run, as a pack calls it: {@code mean cross_entropy over all positions} or {@code multi_margin p=2}. */
final class TrainLoss {
    private static final Operations LOSSES = LossGroup.operations();

    private static final Map<String, String> NAMES = Map.of(
            "ce", "cross_entropy",
            "softmax_cross_entropy", "cross_entropy",
            "nll", "nll_loss",
            "squared_error", "mse_loss",
            "l2", "mse_loss",
            "bce", "binary_cross_entropy",
            "bce_loss", "binary_cross_entropy",
            "bce_with_logits", "binary_cross_entropy_with_logits",
            "huber", "huber_loss",
            "svm", "multi_margin_loss");

    private final Operation loss;
    private final Attributes options;
    private final boolean isOfPositions;

    TrainLoss(String text) {
        String said = text.replaceAll("(?i)(\\w+)\\s+squared\\s+error", "$1 mse");
        String name = Arrays.stream(said.split("[^A-Za-z0-9_]+"))
                .map(TrainLoss::operation)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElseThrow(() -> new CaseException("no loss \"" + text + "\""));
        this.loss = LOSSES.find(name::equals).orElseThrow();
        Map<String, Object> values =
                new LinkedHashMap<>(Phrase.spoken(said.replaceAll("[()]", " ")).values());
        values.put("reduction", said.matches("(?s).*\\b(sum|summed)\\b.*") ? "sum" : "mean");
        this.options = new Attributes(values);
        this.isOfPositions = said.contains("position") || said.contains("step");
    }

    /** The operation that a word names, or nothing. */
    private static String operation(String word) {
        String said = word.toLowerCase(Locale.ROOT);
        String plain = NAMES.getOrDefault(said, said).replace("_", "");
        return List.of(plain, plain + "loss", plain.replaceFirst("loss$", "")).stream()
                .flatMap(name ->
                        LOSSES.names().filter(known -> known.replace("_", "").equals(name)))
                .findFirst()
                .orElse("");
    }

    /** The loss of a batch. */
    Tensor of(Tensor y, Tensor labels) {
        Tensor x = y;
        Tensor target = labels.dtype().isFloating() ? labels.cast(y.dtype()) : labels;
        boolean hasClasses = x.shape().rank() == target.shape().rank() + 1;
        boolean areLast =
                hasClasses && isAfter(x.shape(), target.shape(), target.shape().rank());
        boolean areFirst = hasClasses && isAfter(x.shape(), target.shape(), 1);
        if (x.shape().rank() > 2 && areLast && (isOfPositions || !areFirst)) {
            int classes = x.shape().size(-1);
            int n = Math.toIntExact(target.shape().elements());
            x = x.reshape(Shape.of(n, classes));
            target = target.reshape(Shape.of(n));
        } else if (x.shape().elements() == target.shape().elements()
                && !x.shape().equals(target.shape())) {
            target = target.reshape(x.shape());
        }
        boolean isReal = x.shape().equals(target.shape());
        Tensor meant = isReal && target.dtype() != x.dtype() ? target.cast(DType.F64) : target;
        return loss.apply(Inputs.of(Map.of("x", x, "target", meant), Map.of()), options)
                .values()
                .iterator()
                .next();
    }

    /** Whether labels are like logits without axis {@code classes}. */
    private static boolean isAfter(Shape logits, Shape labels, int classes) {
        for (int i = 0; i < labels.rank(); i++) {
            if (logits.size(i < classes ? i : i + 1) != labels.size(i)) {
                return false;
            }
        }
        return true;
    }
}
