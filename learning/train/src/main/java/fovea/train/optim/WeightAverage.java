package fovea.train.optim;

import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * The mean of a model's weights over the steps of its training, which often answers better than the last ones. Either exponential, {@code a
 * ← β a + (1 − β) θ} (Polyak and Juditsky 1992; Tarvainen and Valpola 2017, <a
 * href="https://arxiv.org/abs/1703.01780">arXiv:1703.01780</a>), or of all alike, {@code a ← a + (θ − a) / (n + 1)} (stochastic weight
 * averaging, Izmailov et al. 2018, <a href="https://arxiv.org/abs/1803.05407">arXiv:1803.05407</a>). The first update takes the weights as
 * they are, as PyTorch's {@code AveragedModel}.
 *
 * <p>It is of parameters alone: running statistics of batch normalizations remain those of the last weights. Saved beside the optimizer, it
 * goes on after an interruption.
 *
 * @param count n, the updates made so far
 * @param averages a
 * @param beta β; {@link #ALIKE} where all count alike
 */
public record WeightAverage(Moments averages, State count, double beta) {
    private static final double ALIKE = -1;

    /** With weights of the past counting less and less. */
    public static WeightAverage exponential(Object model, double beta) {
        Scalar.checkShare("β", beta);
        return new WeightAverage(Moments.of(model), Scalar.of(0), beta);
    }

    /** With all updates counting alike. */
    public static WeightAverage alike(Object model) {
        return new WeightAverage(Moments.of(model), Scalar.of(0), ALIKE);
    }

    /** Takes the weights as they are now into account; after an optimizer's step, within the same compiled function. */
    public void update() {
        Tensor t = Scalar.next(count);
        Tensor share =
                beta == ALIKE ? t.reciprocal() : Scalar.isFirst(t).mul(beta).add(1 - beta);
        averages.owners().parameters().forEach((_, parameter) -> {
            State average = averages.of(parameter);
            Tensor a = average.get();
            average.set(a.add(parameter.get().sub(a).mul(share.cast(a.dtype()))));
        });
    }

    /** Runs {@code work} with the averages in the weights' places, and puts the weights back. */
    public <T> T use(Supplier<T> work) {
        SequencedMap<String, Parameter> parameters = averages.owners().parameters();
        List<Tensor> kept = new ArrayList<>();
        parameters.forEach((_, parameter) -> {
            kept.add(parameter.get().mul(1)); // to the bit, a negative zero too
            parameter.set(averages.of(parameter).get());
        });
        try {
            return work.get();
        } finally {
            int i = 0;
            for (Parameter parameter : parameters.values()) {
                parameter.set(kept.get(i++));
            }
        }
    }

    /** The averages under the weights' names, to be loaded into a model ({@link Variables#load}) or written. */
    public Map<String, State> named() {
        return averages.named();
    }
}
