package fovea.train;

import fovea.autograd.Autograd;
import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.Loader;
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
import fovea.train.optim.Schedule;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: for every batch forward, backward and update as one compiled step, and after every epoch a measurement on held-out
 * data. The same model, optimizer and loaders give the same bits, also when the run was cut in two.
 *
 * <p>Whoever outgrows it copies it.
 */
public final class Trainer {
    private final Layer model;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final Loss loss;
    private final @Nullable RandomStream random;
    private final List<Consumer<? super TrainEvent>> listeners;
    private final List<Parameter> parameters;
    private final Compiled step = Compiled.of(in -> step(in.get(0), in.get(1)));
    private final Evaluator evaluator;
    private final Feed feed = new Feed();
    private volatile boolean stopped;

    /**
     * A trainer of a model that draws no random numbers.
     *
     * @param listeners told what happens, in this order; what they throw ends the run
     */
    public Trainer(
            Layer model,
            Optimizer optimizer,
            Schedule schedule,
            Loss loss,
            List<Consumer<? super TrainEvent>> listeners) {
        this(model, optimizer, schedule, loss, null, listeners);
    }

    /**
     * A trainer of a model with dropout and its like.
     *
     * @param random what the model draws from; save it along with the optimizer, so that a run cut in two draws as one that was not
     */
    public Trainer(
            Layer model,
            Optimizer optimizer,
            Schedule schedule,
            Loss loss,
            @Nullable RandomStream random,
            List<Consumer<? super TrainEvent>> listeners) {
        this.model = model;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.loss = loss;
        this.random = random;
        this.listeners = List.copyOf(listeners);
        this.parameters = Variables.of(model).parameters();
        this.evaluator = new Evaluator(model, loss);
    }

    /** Asks the run to end after the step it is at; from any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Trains from {@code from} on until {@code epochs} epochs are done.
     *
     * @param held never learned from, measured on after every epoch
     * @return where it ended: earlier if it was stopped
     * @throws DivergedException if the loss is no longer a number
     */
    public Position fit(Loader train, Loader held, int epochs, Position from) {
        Position at = from;
        tell(new TrainEvent.Began(
                at,
                epochs,
                train.batches(),
                Math.min(
                        train.source().size(),
                        (long) train.batches() * train.options().batchSize())));
        while (at.epoch() < epochs && !stopped) {
            at = learn(train, epochs, at);
            if (!stopped) {
                at = measure(train, held, epochs, at);
            }
        }
        tell(new TrainEvent.Ended(at, at.epoch() >= epochs));
        return at;
    }

    private Position learn(Loader train, int epochs, Position from) {
        Position at = from;
        try (Epoch epoch = train.epoch(at.epoch(), at.batch())) {
            long start = System.nanoTime();
            while (epoch.hasNext() && !stopped) {
                Batch batch = epoch.next();
                double rate = rate(train, epochs, at);
                double[] lossAndCorrect = Region.run(() -> step(batch, rate));
                long now = System.nanoTime();
                at = at.afterBatch(lossAndCorrect[0], (int) lossAndCorrect[1], batch.size(), (now - start) / 1e9);
                start = now;
                DivergedException.check("loss", lossAndCorrect[0], at.step(), rate, model);
                tell(new TrainEvent.StepDone(at, lossAndCorrect[0], rate));
            }
        }
        return at;
    }

    private double rate(Loader train, int epochs, Position at) {
        return schedule.at(at.step(), (long) epochs * train.batches());
    }

    private double[] step(Batch batch, double rate) {
        optimizer.setLearningRate(rate);
        List<Tensor> y = step.run(feed.pixels(batch), feed.labels(batch));
        Tensor logits = y.get(1);
        int correct = new Logits(logits.toArray(), logits.shape().size(1)).correct(batch.labels());
        return new double[] {y.get(0).item(), correct};
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

    private Position measure(Loader train, Loader held, int epochs, Position trained) {
        Score score = evaluator.run(held);
        double rate = rate(train, epochs, trained);
        DivergedException.check("held-out loss", score.loss(), trained.step(), rate, model);
        Position at = trained.afterEpoch(score.accuracy(), score.seconds());
        tell(new TrainEvent.EpochDone(at, trained, score, rate, at.best() > trained.best()));
        return at;
    }

    private void tell(TrainEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
