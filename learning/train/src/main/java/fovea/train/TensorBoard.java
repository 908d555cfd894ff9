package fovea.train;

import fovea.format.EventFile;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Listens to a run and writes its numbers for TensorBoard: loss and learning rate of every so many steps; losses, accuracies and speed of
 * every epoch; and how the model's weights are spread then. Whoever can draw adds pictures. {@code tensorboard --logdir runs} shows all runs
 * side by side.
 */
public final class TensorBoard implements Consumer<TrainEvent>, AutoCloseable {
    /** A point for every so many steps is enough for the eye. */
    private static final int STEPS = 10;

    private static final List<String> METRICS = List.of("epoch/held_out_accuracy", "epoch/held_out_loss");

    private final EventFile events;
    private final InstantSource clock;
    private final SequencedMap<String, Parameter> weights;

    private TensorBoard(EventFile events, InstantSource clock, SequencedMap<String, Parameter> weights) {
        this.events = events;
        this.clock = clock;
        this.weights = weights;
    }

    /**
     * Writes into a run's folder; a run that goes on adds a file, and TensorBoard shows one line.
     *
     * @param model whose weights are looked at
     * @param settings what the run was begun with: texts, numbers and truths by name
     */
    public static TensorBoard of(RunFolder folder, Object model, SequencedMap<String, Object> settings, Position from) {
        return of(folder.path(), model, settings, from, InstantSource.system());
    }

    static TensorBoard of(
            Path folder, Object model, SequencedMap<String, Object> settings, Position from, InstantSource clock) {
        double now = seconds(clock.instant());
        EventFile events = EventFile.create(folder, now, from.step());
        if (from.step() == 0) {
            events.settings(now, settings, METRICS);
        }
        return new TensorBoard(events, clock, Variables.of(model).namedParameters());
    }

    /**
     * Shows how a model answers: its steps, each in the group of its layer, with the shapes between them.
     *
     * @param x of what it is given
     */
    public void graph(Layer model, Shape x) {
        events.graph(seconds(clock.instant()), ModelGraph.of(model, x));
    }

    /**
     * Shows a picture of a step.
     *
     * @param png three channels
     */
    public void picture(String tag, long step, int width, int height, byte[] png) {
        events.image(tag, seconds(clock.instant()), step, height, width, 3, png);
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1e3;
    }

    @Override
    public void accept(TrainEvent event) {
        double now = seconds(clock.instant());
        switch (event) {
            case TrainEvent.StepDone done
            when done.at().step() % STEPS == 0 -> {
                events.scalar("step/loss", now, done.at().step(), done.loss());
                events.scalar("step/learning_rate", now, done.at().step(), done.learningRate());
            }
            case TrainEvent.EpochDone done -> epoch(done, now);
            default -> {}
        }
    }

    private void epoch(TrainEvent.EpochDone done, double now) {
        long step = done.at().step();
        events.scalar("epoch/loss", now, step, done.trained().loss());
        events.scalar("epoch/accuracy", now, step, done.trained().accuracy());
        events.scalar("epoch/held_out_loss", now, step, done.held().loss());
        events.scalar("epoch/held_out_accuracy", now, step, done.held().accuracy());
        events.scalar("epoch/images_per_second", now, step, done.trained().imagesPerSecond());
        weights.forEach((name, parameter) -> events.histogram(
                name.replace('.', '/'), now, step, parameter.get().toArray()));
    }

    @Override
    public void close() {
        events.close();
    }
}
