package fovea.train;

import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.Views;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.List;
import java.util.function.Consumer;

/**
 * The training loop: for every step forward, backward and update, compiled, and after every epoch a measurement on held-out data. The same
 * model, optimizer and loaders give the same bits, also when the run was cut in two.
 *
 * <p>Whoever outgrows it copies it.
 */
public final class Trainer {
    private final Training training;
    private final List<Consumer<? super TrainEvent>> listeners;
    private final TrainingStep step;
    private final Evaluator evaluator;

    /** After each epoch, as quick as training. */
    private final Evaluator glance;

    private volatile boolean stopped;

    /** A trainer of a model that draws no random numbers, with a step for every batch. */
    public Trainer(
            Layer model,
            Optimizer optimizer,
            Schedule schedule,
            Loss loss,
            List<Consumer<? super TrainEvent>> listeners) {
        this(Training.of(model, optimizer, schedule, loss), listeners);
    }

    /**
     * A trainer.
     *
     * @param listeners told what happens, in this order; what they throw ends the run
     */
    public Trainer(Training training, List<Consumer<? super TrainEvent>> listeners) {
        this.training = training;
        this.listeners = List.copyOf(listeners);
        this.step = new TrainingStep(training);
        this.evaluator = new Evaluator(training.model(), training.loss());
        this.glance = training.precision() == Precision.F32
                ? evaluator
                : new Evaluator(training.model(), training.loss(), training.precision());
    }

    /** Asks the run to end after the step it is at; from any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Trains from {@code from} on until {@code epochs} epochs are done, or none was better for too long.
     *
     * @param held never learned from, measured on after every epoch, in the precision of training
     * @return where it ended: earlier if it was stopped
     * @throws DivergedException if the loss is no longer a number
     */
    public Position fit(Loader train, Loader held, int epochs, Position from) {
        Position at = from;
        tell(new TrainEvent.Began(at, epochs, train.batches(), steps(train), images(train, train.batches())));
        while (at.epoch() < epochs && !isOutOfPatience(at) && !stopped) {
            at = learn(train, epochs, at);
            if (!stopped) {
                at = measure(train, held, epochs, at);
            }
        }
        tell(new TrainEvent.Ended(at, ending(at, epochs)));
        return at;
    }

    /** Measures the model as it is now, in single precision. */
    public Score measure(Loader held) {
        return training.withAnsweringWeights(() -> evaluator.run(held));
    }

    /** The same in several views of each image, whose logits are averaged. */
    public Score measure(Loader held, Views views) {
        return training.withAnsweringWeights(() -> evaluator.run(held, views, Evaluator.Averaging.LOGITS));
    }

    private boolean isOutOfPatience(Position at) {
        return training.patience() > 0 && at.batch() == 0 && at.epoch() - at.bestEpoch() >= training.patience();
    }

    private TrainEvent.Ending ending(Position at, int epochs) {
        if (at.epoch() >= epochs) {
            return TrainEvent.Ending.COMPLETE;
        }
        return isOutOfPatience(at) ? TrainEvent.Ending.NO_BETTER : TrainEvent.Ending.STOPPED;
    }

    private Position learn(Loader train, int epochs, Position from) {
        Position at = from;
        try (Epoch epoch = train.epoch(at.epoch(), at.batch())) {
            long start = System.nanoTime();
            while (epoch.hasNext() && !stopped) {
                int batches = Math.min(training.accumulation(), train.batches() - at.batch());
                long images = images(train, at.batch() + batches) - images(train, at.batch());
                double rate = rate(train, epochs, at);
                TrainingStep.Outcome outcome = step(epoch, batches, images, rate, at.step() + 1);
                long now = System.nanoTime();
                at = at.afterStep(batches, outcome.loss(), outcome.correct(), images, (now - start) / 1e9);
                start = now;
                tell(new TrainEvent.StepDone(at, outcome.loss(), rate));
            }
        }
        return at;
    }

    /** One step, from so many batches that have so many images together. */
    private TrainingStep.Outcome step(Epoch epoch, int batches, long images, double rate, long number) {
        double loss = 0;
        int correct = 0;
        for (int i = 1; i <= batches; i++) {
            Batch batch = epoch.next();
            double share = batch.size() / (double) images;
            TrainingStep.Outcome part = batches == 1
                    ? step.run(batch, rate)
                    : i < batches ? step.gather(batch, share) : step.run(batch, share, rate);
            if (!Double.isFinite(part.loss())) {
                throw new DivergedException("loss is " + part.loss(), number, rate, step.fault(batch));
            }
            loss += share * part.loss();
            correct += part.correct();
        }
        return new TrainingStep.Outcome(loss, correct);
    }

    private static long images(Loader loader, int batches) {
        return Math.min(
                loader.source().size(), (long) batches * loader.options().batchSize());
    }

    private int steps(Loader train) {
        return Math.ceilDiv(train.batches(), training.accumulation());
    }

    private double rate(Loader train, int epochs, Position at) {
        long steps = (long) epochs * steps(train);
        double rate = training.schedule().at(at.step(), steps);
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "schedule: the rate after %d of %d steps is %s%n  give a schedule for the whole run"
                            .formatted(at.step(), steps, rate));
        }
        return rate;
    }

    private Position measure(Loader train, Loader held, int epochs, Position trained) {
        Score score = training.withAnsweringWeights(() -> glance.run(held));
        double rate = rate(train, epochs, trained);
        if (!Double.isFinite(score.loss())) {
            throw new DivergedException(
                    "held-out loss is " + score.loss(), trained.step(), rate, Fault.variable(training.model()));
        }
        Position at = trained.afterEpoch(score.accuracy(), score.seconds());
        tell(new TrainEvent.EpochDone(at, trained, score, rate, at.best() > trained.best()));
        return at;
    }

    private void tell(TrainEvent event) {
        listeners.forEach(listener -> listener.accept(event));
    }
}
