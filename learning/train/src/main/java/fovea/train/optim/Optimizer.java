package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Turns gradients into new weights. An optimizer is a record whose states (moments, counts) are found as a model's are, by {@link
 * fovea.nn.Variables}, so that checkpoints hold them. A changed copy, {@code with…}, shares the states it has in common with the original.
 *
 * <p>What needs the loss more than once a step is no optimizer of this kind: {@link Lbfgs}.
 */
public interface Optimizer {

    /** How far a step goes, a scalar; a state, so that a compiled step follows its changes. */
    State learningRate();

    /** Changes each parameter by its gradient; parameters without one stay. */
    void step(Map<Parameter, Tensor> gradients);

    /** From now on, how far a step goes. */
    default void setLearningRate(double rate) {
        learningRate().set(Tensor.full(learningRate().spec(), rate));
    }

    /** The same with λ times each weight added to its gradient, {@code weight_decay} of most of PyTorch's optimizers. */
    default Optimizer withWeightDecay(double lambda) {
        return new WeightDecay(this, lambda);
    }

    /** The same with weights shrunk aside from their gradients, {@code weight_decay} of PyTorch's {@code AdamW}. */
    default Optimizer withDecoupledWeightDecay(double lambda) {
        return new DecoupledWeightDecay(this, lambda);
    }

    /** The same with a penalty on weights and not on biases; see {@link ElasticNet}. */
    default Optimizer withElasticNet(double l1, double l2) {
        return new ElasticNet(this, l1, l2);
    }

    /** The same with the weights into each unit never longer than {@code most}; see {@link MaxNorm}. */
    default Optimizer withMaxNorm(double most) {
        return new MaxNorm(this, most);
    }

    /** The same with gradients no longer than {@code most} all together; see {@link ClippedNorm}. */
    default Optimizer withClippedNorm(double most) {
        return new ClippedNorm(this, most, 2);
    }

    /** The same with gradients each no larger than {@code most}; see {@link ClippedValues}. */
    default Optimizer withClippedValues(double most) {
        return new ClippedValues(this, most);
    }

    /** The same, making the objective large instead of small; weight decay keeps its direction. */
    default Optimizer maximizing() {
        return new Maximizing(this);
    }
}
