package fovea.train;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.data.Batch;
import fovea.data.DataException;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.train.metric.Logits;
import fovea.train.optim.Moments;
import fovea.train.optim.WeightAverage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One step of learning, forward, backward and update, compiled once for each size of batch. The model as it was before is kept, so that a
 * step can be looked into whose loss is infinite or not a number.
 */
public final class TrainingStep {
    private final Training training;
    private final List<Parameter> parameters;
    private final @Nullable Moments gathered;
    private final Compiled whole = Compiled.of(in -> whole(in.get(0), in.get(1)));
    private final Compiled part = Compiled.of(in -> part(in.get(0), in.get(1), in.get(2)));
    private final Compiled last = Compiled.of(in -> last(in.get(0), in.get(1), in.get(2)));
    private final Kept before;
    private final Feed feed = new Feed();

    /**
     * What a batch gave, before its update.
     *
     * @param loss its mean
     * @param correct answers
     */
    public record Outcome(double loss, int correct) {}

    /** Steps of a training; its schedule, averages and patience are the trainer's. */
    public TrainingStep(Training training) {
        this.training = training;
        this.parameters = training.learned();
        this.before = new Kept(changing(training));
        this.gathered = training.accumulation() == 1 ? null : Moments.of(training.learned());
    }

    /** What a step may change: parameters that are learned, running statistics, and what was drawn. */
    private static List<Variable> changing(Training training) {
        RandomStream random = training.random();
        Object all = random == null ? training.model() : List.of(training.model(), random);
        Set<Variable> learned = Collections.newSetFromMap(new IdentityHashMap<>());
        learned.addAll(training.learned());
        return Variables.of(all).named().values().stream()
                .filter(variable -> learned.contains(variable) || !(variable instanceof Parameter))
                .toList();
    }

    /** Learns from a batch. */
    public Outcome run(Batch batch, double rate) {
        before.take();
        return Region.run(() -> {
            training.optimizer().setLearningRate(rate);
            return outcome(batch, whole.run(feed.pixels(batch), feed.labels(batch)));
        });
    }

    /** Takes a batch into account in the step that is made next, as {@code share} of its images. */
    public Outcome gather(Batch batch, double share) {
        before.take();
        return Region.run(() -> outcome(batch, part.run(feed.pixels(batch), feed.labels(batch), scalar(share))));
    }

    /** Learns from a batch, as {@code share} of the images of a step, and from those gathered before. */
    public Outcome run(Batch batch, double share, double rate) {
        before.take();
        return Region.run(() -> {
            training.optimizer().setLearningRate(rate);
            return outcome(batch, last.run(feed.pixels(batch), feed.labels(batch), scalar(share)));
        });
    }

    private static Tensor scalar(double value) {
        return Tensor.full(Spec.f32(Shape.SCALAR), value);
    }

    private static Outcome outcome(Batch batch, List<Tensor> y) {
        Tensor logits = y.get(1);
        int classes = logits.shape().size(1);
        for (int n = 0; n < batch.size(); n++) {
            int label = batch.labels()[n];
            if (label < 0 || label >= classes) {
                throw new DataException(
                        "%s: its label is %d, and the model tells %d classes apart"
                                .formatted(batch.sample(n).name(), label, classes),
                        "labels count from 0; repair the set, or make the model for more classes");
            }
        }
        return new Outcome(y.get(0).item(), new Logits(logits.toArray(), classes).correct(batch.labels()));
    }

    /** What is traced: {@code x [N, C, H, W]} and labels {@code [N]} → loss and logits; weights are written. */
    private List<Tensor> whole(Tensor x, Tensor labels) {
        ValueAndGradients result = gradients(x, labels);
        update(result.gradients());
        return result.others();
    }

    private List<Tensor> part(Tensor x, Tensor labels, Tensor share) {
        ValueAndGradients result = gradients(x, labels);
        result.gradients().forEach((parameter, g) -> gathered(parameter).set(sum(parameter, g, share)));
        return result.others();
    }

    private List<Tensor> last(Tensor x, Tensor labels, Tensor share) {
        ValueAndGradients result = gradients(x, labels);
        Map<Parameter, Tensor> sums = new LinkedHashMap<>();
        result.gradients().forEach((parameter, g) -> {
            sums.put(parameter, sum(parameter, g, share));
            gathered(parameter).set(Tensor.full(g.spec(), 0));
        });
        update(sums);
        return result.others();
    }

    private Tensor sum(Parameter parameter, Tensor g, Tensor share) {
        return gathered(parameter).get().add(g.mul(share.cast(g.dtype())));
    }

    private State gathered(Parameter parameter) {
        if (gathered == null) {
            throw new IllegalStateException("gather: this training makes a step for every batch"
                    + System.lineSeparator() + "  give it an accumulation of 2 batches or more");
        }
        return gathered.of(parameter);
    }

    /** Gradients of the loss, perhaps scaled; the others are the loss itself and the logits. */
    private ValueAndGradients gradients(Tensor x, Tensor labels) {
        return Autograd.firstAndGradients(
                parameters,
                () -> inTraining(() -> {
                    Tensor logits =
                            training.precision().of(() -> training.model().forward(x));
                    Tensor loss = training.loss().of(logits, labels);
                    LossScale scale = training.scale();
                    return List.of(scale == null ? loss : scale.of(loss), loss, logits);
                }));
    }

    private void update(Map<Parameter, Tensor> gradients) {
        LossScale scale = training.scale();
        if (scale == null) {
            training.optimizer().step(gradients);
        } else {
            scale.step(training.optimizer(), gradients);
        }
        WeightAverage average = training.average();
        if (average != null) {
            average.update();
        }
    }

    private <T> T inTraining(Supplier<T> work) {
        RandomStream random = training.random();
        return random == null ? Pass.training(work) : Pass.training(random, work);
    }

    /**
     * Undoes what the latest batch did to the model, runs it once more, at once, and says where it stops being numbers.
     *
     * @throws DataException where its images are none
     */
    String fault(Batch batch) {
        before.bringBack();
        return Region.run(() -> Fault.find(training.model(), batch, () -> {
            Tensor x = feed.pixels(batch);
            Tensor logits = training.precision()
                    .of(() -> inTraining(() -> training.model().forward(x)));
            return List.of(logits, training.loss().of(logits, feed.labels(batch)));
        }));
    }
}
