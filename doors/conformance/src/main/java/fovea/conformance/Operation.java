package fovea.conformance;

import fovea.tensor.Tensor;
import java.util.Map;

/** An operation of a pack in Fovea's words; it is differentiated as it stands. */
@FunctionalInterface
public interface Operation {

    /** The outputs by their keys in the pack; those that a case does not ask for are passed over. */
    Map<String, Tensor> apply(Inputs inputs, Attributes attributes);

    /** An operation of one output, whatever the pack calls it. */
    @FunctionalInterface
    interface Single {
        Tensor apply(Inputs inputs, Attributes attributes);
    }
}
