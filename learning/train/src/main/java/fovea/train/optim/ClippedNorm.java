package fovea.train.optim;

import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gradients no longer than so much, all together, before another optimizer sees them (Pascanu, Mikolov and Bengio 2013, section 3.2,
 * <a href="https://arxiv.org/abs/1211.5063">arXiv:1211.5063</a>), as PyTorch's {@code clip_grad_norm_}:
 *
 * <pre>  g ← g · min(1, most / (‖g‖ + 1e-6))</pre>
 *
 * A norm that is no number makes all gradients so.
 *
 * @param order of the norm of all gradients as one vector: 2 is its length, infinity its largest element
 */
public record ClippedNorm(Optimizer optimizer, double most, double order) implements Optimizer {
    private static final double LITTLE = 1e-6;

    /** Refuses what has no meaning. */
    public ClippedNorm {
        if (!(most > 0 && order > 0)) {
            throw new IllegalArgumentException("gradients are clipped to a norm of " + most + " and order " + order
                    + System.lineSeparator() + "  both must be above 0");
        }
    }

    @Override
    public State learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Map<Parameter, Tensor> clipped = new LinkedHashMap<>();
        if (!gradients.isEmpty()) {
            Tensor scale =
                    norm(gradients, order).add(LITTLE).reciprocal().mul(most).minimum(1);
            gradients.forEach((parameter, g) -> clipped.put(parameter, g.mul(scale.cast(g.dtype()))));
        }
        optimizer.step(clipped);
    }

    /**
     * The norm of all gradients as one vector, {@code f64 []}.
     *
     * @param order 2 for its length, infinity for its largest element
     */
    public static Tensor norm(Map<Parameter, Tensor> gradients, double order) {
        boolean isLargest = order == Double.POSITIVE_INFINITY;
        Tensor all = gradients.values().stream()
                .map(g -> {
                    Tensor x = g.cast(DType.F64).abs();
                    if (isLargest) {
                        return x.reshape(Shape.of(Math.toIntExact(x.shape().elements())))
                                .max(0);
                    }
                    return order == 2 ? x.square().sum() : x.pow(order).sum();
                })
                .reduce(isLargest ? Tensor::maximum : Tensor::add)
                .orElseThrow(() -> new IllegalArgumentException("there are no gradients"));
        return isLargest ? all : order == 2 ? all.sqrt() : all.pow(1 / order);
    }

    /** Within: what is clipped is the gradient of the loss alone. */
    @Override
    public Optimizer withWeightDecay(double lambda) {
        return new ClippedNorm(optimizer.withWeightDecay(lambda), most, order);
    }
}
