package fovea.train.optim;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A running number for each weight of a model, of its type.
 *
 * @param named under the parameters' paths
 * @param owners whose each of them is
 */
public record Moments(SequencedMap<String, State> named, Owners owners) {

    /** Whose each moment is; not a record, so that nobody looks for variables in it. */
    public static final class Owners {
        private final SequencedMap<String, Parameter> parameters;
        private final IdentityHashMap<Parameter, State> moments = new IdentityHashMap<>();

        private Owners(SequencedMap<String, Parameter> parameters) {
            this.parameters = parameters;
        }

        /** By path. */
        SequencedMap<String, Parameter> parameters() {
            return parameters;
        }
    }

    /** Zeros for each parameter of a model. */
    public static Moments of(Object model) {
        return of(model, 0);
    }

    /** {@code initial} throughout for each parameter of a model. */
    public static Moments of(Object model, double initial) {
        return of(Variables.of(model).namedParameters(), initial);
    }

    private static Moments of(SequencedMap<String, Parameter> parameters, double initial) {
        SequencedMap<String, State> named = new LinkedHashMap<>();
        Owners owners = new Owners(parameters);
        parameters.forEach((path, parameter) -> {
            State moment = new State(Tensor.full(parameter.spec(), initial));
            named.put(path, moment);
            owners.moments.put(parameter, moment);
        });
        return new Moments(named, owners);
    }

    /** Others of the same parameters, {@code initial} throughout. */
    Moments others(double initial) {
        return of(owners.parameters, initial);
    }

    /** That of a parameter. */
    public State of(Parameter parameter) {
        State moment = owners.moments.get(parameter);
        if (moment == null) {
            throw new IllegalArgumentException("the optimizer was not made for " + parameter + System.lineSeparator()
                    + "  make it of the model that is trained");
        }
        return moment;
    }

    /** Moves that of a parameter a part of the way to {@code x}, {@code m ← β m + (1 − β) x}, and gives the new one. */
    Tensor move(Parameter parameter, double beta, Tensor x) {
        State moment = of(parameter);
        Tensor moved = moment.get().mul(beta).add(x.mul(1 - beta));
        moment.set(moved);
        return moved;
    }
}
