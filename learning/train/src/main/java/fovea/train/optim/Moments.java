package fovea.train.optim;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A running number for each weight of a model, zero at first.
 *
 * @param named under the parameters' paths
 */
record Moments(SequencedMap<String, State> named, Owners owners) {

    /** Whose each moment is; not a record, so that nobody looks for variables in it. */
    static final class Owners {
        private final IdentityHashMap<Parameter, State> moments = new IdentityHashMap<>();
    }

    static Moments of(Object model) {
        SequencedMap<String, State> named = new LinkedHashMap<>();
        Owners owners = new Owners();
        Variables.of(model).namedParameters().forEach((path, parameter) -> {
            State moment = new State(Tensor.zeros(parameter.shape()));
            named.put(path, moment);
            owners.moments.put(parameter, moment);
        });
        return new Moments(named, owners);
    }

    State of(Parameter parameter) {
        State moment = owners.moments.get(parameter);
        if (moment == null) {
            throw new IllegalArgumentException("the optimizer was not made for " + parameter + System.lineSeparator()
                    + "  make it of the model that is trained");
        }
        return moment;
    }
}
