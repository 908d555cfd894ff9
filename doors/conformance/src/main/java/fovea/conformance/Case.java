package fovea.conformance;

import fovea.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One case of a pack, but for its tensors, which are found by key in {@link Pack#array}.
 *
 * @param inputs keys of the input tensors
 * @param outputs keys of the expected outputs
 * @param upstream the key of the gradient that reaches each output, under the output's key
 * @param gradients the key of the expected gradient by each input that has one, under the input's key
 * @param tolerances how far off each expected tensor may be; whole numbers and booleans have none
 * @param shapes the shape of each tensor
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
        Map<String, Shape> shapes,
        String note) {

    /** The shape of a tensor, which an expected one may be asked for before there is one: how many steps, for example. */
    Shape shape(String key) {
        return Optional.ofNullable(shapes.get(key))
                .orElseThrow(() -> new CaseException("the tensor '%s' is missing".formatted(key)));
    }

    /** Keys of everything that is compared: outputs, then gradients. */
    List<String> expected() {
        return Stream.concat(outputs.stream(), gradients.values().stream()).toList();
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
