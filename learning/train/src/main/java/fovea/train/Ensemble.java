package fovea.train;

import fovea.nn.Layer;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * Several models that answer together: {@code y = log (1/M) Σₘ softmax(modelₘ(x))}, the mean of their probabilities (CS231n 2017, lecture 7;
 * Hansen and Salamon 1990, "Neural network ensembles"). The softmax of such an answer is the mean itself, and its cross-entropy that of the
 * mean.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, classes]}.
 */
public record Ensemble(List<Layer> models) implements Layer {

    /** Refuses none at all. */
    public Ensemble {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException(
                    "ensemble: there is no model in it" + System.lineSeparator() + "  give one or more");
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor sum = models.getFirst().forward(x).logSoftmax().exp();
        for (Layer model : models.subList(1, models.size())) {
            sum = sum.add(model.forward(x).logSoftmax().exp());
        }
        return sum.div(models.size()).log();
    }
}
