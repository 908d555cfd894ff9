package fovea.train.optim;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Another optimizer's step, after which the weights that flow into each unit, the rows of {@code [O, …]}, are no longer than {@code most}:
 * longer ones are scaled down to it (Srebro and Shraibman 2005; Srivastava et al. 2014, section 5.1, "Dropout: a simple way to prevent neural
 * networks from overfitting", where it is 3 to 4).
 *
 * <p>Biases and the scales of normalizations are left out.
 *
 * @param most c
 */
public record MaxNorm(Optimizer optimizer, double most) implements Optimizer {

    /** Refuses a length that is none. */
    public MaxNorm {
        if (!(most > 0)) {
            throw new IllegalArgumentException(
                    "max-norm: weights no longer than " + most + System.lineSeparator() + "  it must be above 0");
        }
    }

    @Override
    public State learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        optimizer.step(gradients);
        gradients.keySet().stream().filter(ElasticNet::isWeight).forEach(this::shorten);
    }

    private void shorten(Parameter parameter) {
        Shape shape = parameter.shape();
        int rows = shape.size(0);
        Tensor w = parameter.get().reshape(Shape.of(rows, Math.toIntExact(shape.elements() / rows)));
        Tensor length = w.square().sum(1).sqrt().maximum(most).reshape(Shape.of(rows, 1));
        parameter.set(w.mul(length.reciprocal().mul(most)).reshape(shape));
    }
}
