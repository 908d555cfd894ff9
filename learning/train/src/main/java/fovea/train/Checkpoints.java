package fovea.train;

import fovea.format.FormatException;
import java.util.function.Consumer;

/**
 * Listens to a run and keeps two checkpoints of it: the last, after every epoch, every so many seconds within it, and when it is asked to
 * stop; and the best on held-out data.
 */
public final class Checkpoints implements Consumer<TrainEvent> {
    private final RunFolder folder;
    private final Object model;
    private final Object optimizer;
    private final double everySeconds;
    private double saved;

    /**
     * Keeps checkpoints in a folder that is there.
     *
     * @param optimizer or a list or map of it and whatever else carries states along, told of each event before this
     * @param everySeconds how much training may be lost to a power cut
     */
    public Checkpoints(RunFolder folder, Object model, Object optimizer, double everySeconds) {
        this.folder = folder;
        this.model = model;
        this.optimizer = optimizer;
        this.everySeconds = everySeconds;
    }

    @Override
    public void accept(TrainEvent event) {
        Position at = event.at();
        switch (event) {
            case TrainEvent.Began _ -> saved = at.seconds();
            case TrainEvent.StepDone _ -> {
                if (at.seconds() - saved >= everySeconds) {
                    save(at);
                }
            }
            case TrainEvent.EpochDone done -> {
                if (done.isBest()) {
                    Checkpoint.save(folder.best(), model, at);
                }
                save(at);
            }
            case TrainEvent.Ended end -> {
                if (!end.isComplete()) {
                    saveAtLast(at);
                }
            }
        }
    }

    private void save(Position at) {
        Checkpoint.save(folder.last(), model, optimizer, at);
        saved = at.seconds();
    }

    /** A process that is told to end removes files half written; a second attempt comes after that. */
    private void saveAtLast(Position at) {
        try {
            save(at);
        } catch (FormatException e) {
            save(at);
        }
    }
}
