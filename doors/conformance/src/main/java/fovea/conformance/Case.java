package fovea.conformance;

import java.util.List;
import java.util.Map;

/**
 * One case of a pack, but for its tensors, which are found by key in {@link Pack#array}.
 *
 * @param inputs keys of the input tensors
 * @param outputs keys of the expected outputs
 * @param upstream the key of the gradient that reaches each output, under the output's key
 * @param gradients the key of the expected gradient by each input that has one, under the input's key
 * @param tolerances how far off each expected tensor may be; whole numbers and booleans have none
 * @param note what a reader should know, perhaps empty
 */
public record Case(
        String name,
        String group,
        String op,
        Attributes attributes,
        List<String> inputs,
        List<String> outputs,
        Map<String, String> upstream,
        Map<String, String> gradients,
        Map<String, Tolerance> tolerances,
        String note) {

    /** Keys of everything that is compared: outputs, then gradients. */
    List<String> expected() {
        return java.util.stream.Stream.concat(outputs.stream(), gradients.values().stream())
                .toList();
    }

    /** The only output of a case that has one. */
    String onlyOutput() {
        if (outputs.size() != 1) {
            throw new CaseException(
                    "the case expects " + outputs + ", and the operation gives one output without a name");
        }
        return outputs.getFirst();
    }
}
