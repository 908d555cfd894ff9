package fovea.nn;

import fovea.tensor.Parameter;
import java.util.List;
import java.util.SequencedMap;

/**
 * A network that says itself which of its parameters make up a layer, where their names do not: files of other programs call them what they
 * like.
 */
public interface Layered {

    /** The parameters of each layer that has any, in the order in which the layers run. */
    SequencedMap<String, List<Parameter>> layers();
}
