/**
 * Learning: the loop, what it tells, and what it leaves behind.
 *
 * <p>{@code fovea.train.metric} measures answers, {@code fovea.train.optim} turns gradients into new weights, and above both {@code
 * fovea.train} holds {@link fovea.train.Trainer}, {@link fovea.train.Evaluator} and the run folder with its checkpoints; {@code
 * fovea.train.check} looks at a network before it is trained, and {@code fovea.train.tune} searches for the settings to train it with. May touch
 * {@code nn}, {@code data}, {@code autograd}, {@code graph} and {@code format}; draws nothing and prints nothing: whoever wants to see
 * something listens to {@link fovea.train.TrainEvent}s.
 */
@org.jspecify.annotations.NullMarked
module fovea.train {
    requires static org.jspecify;
    requires transitive fovea.nn;
    requires transitive fovea.data;
    requires transitive fovea.autograd;
    requires transitive fovea.graph;
    requires transitive fovea.format;

    exports fovea.train;
    exports fovea.train.check;
    exports fovea.train.metric;
    exports fovea.train.optim;
    exports fovea.train.tune;

    opens fovea.train.optim to
            fovea.nn;
}
