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
 * @param owners whose each of them is
 */
public record Moments(SequencedMap<String, State> named, Owners owners) {

    /** Whose each moment is; not a record, so that nobody looks for variables in it. */
    public static final class Owners {
        private final IdentityHashMap<Parameter, State> moments = new IdentityHashMap<>();

        private Owners() {}
    }

    /** One for each parameter of a model. */
    public static Moments of(Object model) {
        SequencedMap<String, State> named = new LinkedHashMap<>();
        Owners owners = new Owners();
        Variables.of(model).namedParameters().forEach((path, parameter) -> {
            State moment = new State(Tensor.zeros(parameter.shape()));
            named.put(path, moment);
            owners.moments.put(parameter, moment);
        });
        return new Moments(named, owners);
    }

    /** That of a parameter. */
    State of(Parameter parameter) {
        State moment = owners.moments.get(parameter);
        if (moment == null) {
            throw new IllegalArgumentException("the optimizer was not made for " + parameter + System.lineSeparator()
                    + "  make it of the model that is trained");
        }
        return moment;
    }
}
