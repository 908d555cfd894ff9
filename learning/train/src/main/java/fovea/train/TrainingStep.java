package fovea.train;

import fovea.autograd.Autograd;
import fovea.data.Batch;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import fovea.train.metric.Logits;
import fovea.train.optim.Optimizer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One step of learning, forward, backward and update, compiled once for each size of batch. */
public final class TrainingStep {
    private final Layer model;
    private final Optimizer optimizer;
    private final Loss loss;
    private final @Nullable RandomStream random;
    private final List<Parameter> parameters;
    private final Compiled step = Compiled.of(in -> step(in.get(0), in.get(1)));
    private final Feed feed = new Feed();

    /**
     * What a batch gave, before its update.
     *
     * @param loss its mean
     * @param correct answers
     */
    public record Outcome(double loss, int correct) {}

    /** @param random what the model draws from, or null where it draws nothing */
    public TrainingStep(Layer model, Optimizer optimizer, Loss loss, @Nullable RandomStream random) {
        this.model = model;
        this.optimizer = optimizer;
        this.loss = loss;
        this.random = random;
        this.parameters = Variables.of(model).parameters();
    }

    /** Learns from a batch. */
    public Outcome run(Batch batch, double rate) {
        return Region.run(() -> {
            optimizer.setLearningRate(rate);
            List<Tensor> y = step.run(feed.pixels(batch), feed.labels(batch));
            Tensor logits = y.get(1);
            int correct = new Logits(logits.toArray(), logits.shape().size(1)).correct(batch.labels());
            return new Outcome(y.get(0).item(), correct);
        });
    }

    /** What is traced: {@code x [N, C, H, W]} and labels {@code [N]} → loss and logits; weights are written. */
    private List<Tensor> step(Tensor x, Tensor labels) {
        var result = Autograd.firstAndGradients(
                parameters,
                () -> training(() -> {
                    Tensor logits = model.forward(x);
                    return List.of(loss.of(logits, labels), logits);
                }));
        optimizer.step(result.gradients());
        return List.of(result.value(), result.others().getFirst());
    }

    private <T> T training(Supplier<T> work) {
        return random == null ? Pass.training(work) : Pass.training(random, work);
    }
}
