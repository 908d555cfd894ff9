package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weight decay as a penalty {@code λ/2 · |θ|²} on the loss, {@code g ← g + λ θ}, before another optimizer sees the gradient (Krogh and Hertz
 * 1991, "A simple weight decay can improve generalization").
 *
 * @param lambda λ
 */
public record WeightDecay(Optimizer optimizer, double lambda) implements Optimizer {
    @Override
    public State learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Map<Parameter, Tensor> decayed = new LinkedHashMap<>();
        gradients.forEach(
                (parameter, g) -> decayed.put(parameter, g.add(parameter.get().mul(lambda))));
        optimizer.step(decayed);
    }
}
