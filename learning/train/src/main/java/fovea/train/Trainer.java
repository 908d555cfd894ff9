package fovea.train;

import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: for every batch forward, backward and update as one compiled step, and after every epoch a measurement on held-out
 * data. The same model, optimizer and loaders give the same bits, also when the run was cut in two.
 *
 * <p>Whoever outgrows it copies it.
 */
public final class Trainer {
    private final Layer model;
    private final Schedule schedule;
    private final List<Consumer<? super TrainEvent>> listeners;
    private final TrainingStep step;
    private final Evaluator evaluator;
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
        this.schedule = schedule;
        this.listeners = List.copyOf(listeners);
        this.step = new TrainingStep(model, optimizer, loss, random);
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
                TrainingStep.Outcome outcome = step.run(batch, rate);
                long now = System.nanoTime();
                at = at.afterBatch(outcome.loss(), outcome.correct(), batch.size(), (now - start) / 1e9);
                start = now;
                DivergedException.check("loss", outcome.loss(), at.step(), rate, model);
                tell(new TrainEvent.StepDone(at, outcome.loss(), rate));
            }
        }
        return at;
    }

    private double rate(Loader train, int epochs, Position at) {
        return schedule.at(at.step(), (long) epochs * train.batches());
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
