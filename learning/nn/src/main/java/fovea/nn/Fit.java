package fovea.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How values out of a file fit the variables of a model.
 *
 * @param fitting variables that have a value of their shape
 * @param missing those that have none, each with its shape
 * @param misshapen those whose value has another shape, with both shapes
 * @param unexpected names of values that no variable has
 */
public record Fit(int fitting, List<String> missing, List<String> misshapen, List<String> unexpected) {

    /** Keeps copies of the lists. */
    public Fit {
        missing = List.copyOf(missing);
        misshapen = List.copyOf(misshapen);
        unexpected = List.copyOf(unexpected);
    }

    /** Whether every variable has its value and every value its variable. */
    public boolean isWhole() {
        return missing.isEmpty() && misshapen.isEmpty() && unexpected.isEmpty();
    }

    /** Everything that does not fit, in one sentence. */
    @Override
    public String toString() {
        if (isWhole()) {
            return "all of %d fit".formatted(fitting);
        }
        List<String> parts = new ArrayList<>();
        Stream.concat(
                        misshapen.stream(),
                        Stream.concat(
                                missing.stream().map(each -> each + " is missing"),
                                unexpected.stream().map(each -> each + " has no place in this model")))
                .forEach(parts::add);
        String counts = parts.size() == 1
                ? ""
                : " (%d fit, %d of another shape, %d missing, %d without a place)"
                        .formatted(fitting, misshapen.size(), missing.size(), unexpected.size());
        return String.join("; ", parts) + counts;
    }

    /** What may help. */
    String remedy() {
        return misshapen.isEmpty()
                ? "the values are another model's; choose the model they were made with"
                : "the values are another model's; choose the model, its classes and its image size as they were";
    }
}
