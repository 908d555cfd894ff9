package fovea.conformance;

import fovea.train.optim.Cyclic;
import fovea.train.optim.OneCycle;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Plateau;
import fovea.train.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer whose rate, and momentum where PyTorch's schedule moves it, follow a schedule from step to step.
 *
 * @param plateau the schedule where it looks at the loss
 */
record Scheduling(
        Optimizer optimizer,
        @Nullable Schedule rate,
        @Nullable Schedule momentum,
        @Nullable Plateau plateau,
        int steps) {

    static Scheduling of(RunText text, Optimizer optimizer, int steps) {
        if (text.schedule().isEmpty()) {
            return new Scheduling(optimizer, null, null, null, steps);
        }
        String name = text.schedule().get().name();
        Map<String, Object> values =
                new LinkedHashMap<>(text.schedule().get().options().values());
        values.putIfAbsent("base_lr", optimizer.learningRate().get().item());
        if (name.equals("OneCycleLR") && !values.containsKey("epochs")) {
            values.putIfAbsent("total_steps", (long) steps);
        }
        Attributes options = new Attributes(values);
        if (name.equals("ReduceLROnPlateau")) {
            Plateau plateau = Schedules.plateau(options);
            return new Scheduling(optimizer, plateau, null, plateau, steps);
        }
        return new Scheduling(optimizer, Schedules.of(name, options), momentum(name, options), null, steps);
    }

    /** The options of the optimizer, with a momentum, whichever, where the schedule moves it from step to step. */
    static Attributes options(RunText text) {
        boolean isMoved = text.schedule().stream().anyMatch(each -> movesMomentum(each.name(), each.options()));
        if (!isMoved
                || text.options().number("momentum", 0) != 0
                || !text.optimizer().matches("SGD|RMSprop")) {
            return text.options();
        }
        Map<String, Object> values = new LinkedHashMap<>(text.options().values());
        values.put("momentum", 0.9);
        return new Attributes(values);
    }

    private static boolean movesMomentum(String schedule, Attributes options) {
        return schedule.matches("OneCycleLR|CyclicLR") && options.bool("cycle_momentum", true);
    }

    /** What PyTorch's cycles do to the momentum, or to the first β, unless they are told not to. */
    private static @Nullable Schedule momentum(String name, Attributes options) {
        if (!movesMomentum(name, options)) {
            return null;
        }
        if (name.equals("OneCycleLR")) {
            OneCycle cycle = Schedules.oneCycle(options);
            Schedule momentum =
                    cycle.momentum(options.number("base_momentum", 0.85), options.number("max_momentum", 0.95));
            long total = Schedules.total(options);
            return (step, _) -> momentum.at(step, total);
        }
        if (name.equals("CyclicLR") && Schedules.of(name, options) instanceof Cyclic cycle) {
            return cycle.momentum(options.number("base_momentum", 0.8), options.number("max_momentum", 0.9));
        }
        return null;
    }

    /** The optimizer as it is at a step. */
    Optimizer at(int step) {
        if (rate != null) {
            optimizer.setLearningRate(rate.at(step, steps));
        }
        return momentum == null ? optimizer : Optimizers.withMomentum(optimizer, momentum.at(step, steps));
    }

    /** Tells a schedule that looks at the loss. */
    void measured(double loss) {
        if (plateau != null) {
            plateau.measured(loss);
        }
    }
}
