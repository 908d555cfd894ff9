package fovea.train;

import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import fovea.train.optim.WeightAverage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is trained and how.
 *
 * @param model whose answers are logits {@code [N, classes]}
 * @param optimizer made for it
 * @param schedule of learning rates, over steps
 * @param loss the mean over a batch
 * @param random what dropout and its like draw from, or null where the model draws nothing
 * @param precision of the forward pass
 * @param scale of the loss where the precision needs it, else null
 * @param accumulation batches that a step learns from together, so that large batches need little memory
 * @param average of the weights, which answers in their place when the model is measured, or null for the weights themselves
 * @param learned the parameters that change; the others stay, and nothing is differentiated by them
 * @param patience epochs that may go by without a better accuracy on held-out data before the run ends; 0 for as many as there are
 */
public record Training(
        Layer model,
        Optimizer optimizer,
        Schedule schedule,
        Loss loss,
        @Nullable RandomStream random,
        Precision precision,
        @Nullable LossScale scale,
        int accumulation,
        @Nullable WeightAverage average,
        List<Parameter> learned,
        int patience) {

    /** Checks the numbers. */
    public Training {
        learned = List.copyOf(learned);
        if (accumulation < 1 || patience < 0) {
            throw new IllegalArgumentException(
                    "training: accumulation %d, patience %d%n  a step needs 1 batch or more; patience cannot be negative"
                            .formatted(accumulation, patience));
        }
    }

    /** In single precision, a step for every batch, to the end. */
    public static Training of(Layer model, Optimizer optimizer, Schedule schedule, Loss loss) {
        return new Training(
                model,
                optimizer,
                schedule,
                loss,
                null,
                Precision.F32,
                null,
                1,
                null,
                Variables.of(model).parameters(),
                0);
    }

    /** The same, of a model that draws random numbers. */
    public Training withRandom(@Nullable RandomStream stream) {
        return new Training(
                model, optimizer, schedule, loss, stream, precision, scale, accumulation, average, learned, patience);
    }

    /** The same, computed in other numbers. */
    public Training withPrecision(Precision other) {
        LossScale scaling = other == Precision.F16 ? LossScale.fresh() : null;
        return new Training(
                model, optimizer, schedule, loss, random, other, scaling, accumulation, average, learned, patience);
    }

    /** The same, with a step for so many batches: its gradient is that of one batch of all their images, if the loss is a mean. */
    public Training withAccumulation(int batches) {
        return new Training(
                model, optimizer, schedule, loss, random, precision, scale, batches, average, learned, patience);
    }

    /** The same, measured with averages of the weights. */
    public Training withAverage(@Nullable WeightAverage weights) {
        return new Training(
                model, optimizer, schedule, loss, random, precision, scale, accumulation, weights, learned, patience);
    }

    /** The same, of a part of the model: running statistics of batch normalizations move everywhere, as in PyTorch's training mode. */
    public Training withLearned(List<Parameter> part) {
        return new Training(
                model, optimizer, schedule, loss, random, precision, scale, accumulation, average, part, patience);
    }

    /** The same, ended when so many epochs in a row were no better than the best. */
    public Training withPatience(int epochs) {
        return new Training(
                model, optimizer, schedule, loss, random, precision, scale, accumulation, average, learned, epochs);
    }

    /** What a checkpoint holds beside the model, for a run that is cut in two to end in the same bits: the optimizer and what else has a state. */
    public Object carried() {
        if (average == null && random == null && scale == null) {
            return optimizer;
        }
        List<Object> parts = new ArrayList<>(List.of(optimizer));
        if (average != null) {
            parts.add(average);
        }
        if (random != null) {
            parts.add(random);
        }
        if (scale != null) {
            parts.add(scale);
        }
        return parts;
    }

    /** Runs {@code work} with the weights that answer: the averages, if there are any. */
    public <T> T withAnsweringWeights(Supplier<T> work) {
        WeightAverage weights = average;
        return weights == null ? work.get() : Region.run(() -> weights.use(work));
    }
}
