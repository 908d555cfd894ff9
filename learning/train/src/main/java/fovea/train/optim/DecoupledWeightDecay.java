package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Weight decay aside from the gradient, {@code θ ← (1 − lr · λ) θ}, and then another optimizer's step (Loshchilov and Hutter 2019, algorithm
 * 2, <a href="https://arxiv.org/abs/1711.05101">arXiv:1711.05101</a>). With {@link Adam} it is AdamW.
 *
 * @param lambda λ; PyTorch's {@code AdamW} has 0.01
 */
public record DecoupledWeightDecay(Optimizer optimizer, double lambda) implements Optimizer {
    @Override
    public State learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor kept = learningRate().get().mul(-lambda).add(1);
        for (Parameter parameter : gradients.keySet()) {
            parameter.set(parameter.get().mul(kept.cast(parameter.spec().dtype())));
        }
        optimizer.step(gradients);
    }
}
