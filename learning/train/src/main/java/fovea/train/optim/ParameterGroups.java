package fovea.train.optim;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parts of a model that are trained differently: other rates, decay for weights and none for biases, another rule. PyTorch's parameter
 * groups.
 *
 * <pre>{@code
 * ParameterGroups.of(
 *         ParameterGroups.group(backbone, Adam.of(backbone).withDecoupledWeightDecay(0.01), 0.1),
 *         ParameterGroups.group(head, Adam.of(head), 1))
 * }</pre>
 *
 * <p>A rate that is set holds for groups of factor 1, and times its factor for every other. Parameters in no group are an error when they
 * have a gradient.
 */
public record ParameterGroups(List<Group> groups) implements Optimizer {

    /**
     * A part of a model and what trains it.
     *
     * @param factor of its learning rate
     */
    public record Group(Optimizer optimizer, double factor, Members members) {}

    /** The parameters of a group; not a record, so that nobody looks for variables in it. */
    public static final class Members {
        private final Set<Parameter> parameters = Collections.newSetFromMap(new IdentityHashMap<>());

        private Members(Object part) {
            parameters.addAll(Variables.of(part).parameters());
        }
    }

    /** Refuses groups that have a parameter in common. */
    public ParameterGroups {
        groups = List.copyOf(groups);
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Group group : groups) {
            for (Parameter parameter : group.members.parameters) {
                if (!seen.add(parameter)) {
                    throw new IllegalArgumentException(parameter + " is in two groups" + System.lineSeparator()
                            + "  a parameter takes one step at a time; leave it out of one");
                }
            }
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("there are no groups" + System.lineSeparator() + "  give one or more");
        }
    }

    /** These groups. */
    public static ParameterGroups of(Group... groups) {
        return new ParameterGroups(List.of(groups));
    }

    /**
     * A group.
     *
     * @param part a layer, a parameter, a list or a map of such
     * @param optimizer made for it
     * @param factor of its learning rate
     */
    public static Group group(Object part, Optimizer optimizer, double factor) {
        return new Group(optimizer, factor, new Members(part));
    }

    /** The first group's. */
    @Override
    public State learningRate() {
        return groups.getFirst().optimizer.learningRate();
    }

    @Override
    public void setLearningRate(double rate) {
        groups.forEach(group -> group.optimizer.setLearningRate(rate * group.factor));
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        List<Map<Parameter, Tensor>> shares = new ArrayList<>();
        groups.forEach(_ -> shares.add(new LinkedHashMap<>()));
        gradients.forEach((parameter, g) -> shares.get(place(parameter)).put(parameter, g));
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).optimizer.step(shares.get(i));
        }
    }

    private int place(Parameter parameter) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).members.parameters.contains(parameter)) {
                return i;
            }
        }
        throw new IllegalArgumentException(parameter + " is in none of the " + groups.size() + " groups"
                + System.lineSeparator() + "  add it to one, or do not differentiate by it");
    }
}
