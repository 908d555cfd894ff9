package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Turns gradients into new weights. An optimizer is a record whose states (moments, counts) are found as a model's are, by {@link
 * fovea.nn.Variables}, so that checkpoints hold them.
 */
public interface Optimizer {

    /** How far a step goes, a scalar; a state, so that a compiled step follows its changes. */
    State learningRate();

    /** Changes each parameter by its gradient; parameters without one stay. */
    void step(Map<Parameter, Tensor> gradients);
}
