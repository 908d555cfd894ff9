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
        // Of logarithms, so that what all hold for impossible still has a finite loss.
        List<Tensor> logarithms =
                models.stream().map(model -> model.forward(x).logSoftmax()).toList();
        return Tensor.stack(0, logarithms).logsumexp(0).sub(Math.log(models.size()));
    }
}
