package fovea.train;

import fovea.format.FormatException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Listens to a run and keeps checkpoints of it: the last, after every epoch, every so many seconds within it, and when it is asked to
 * stop; the best on held-out data; and, where weights are averaged, the averages after every epoch.
 */
public final class Checkpoints implements Consumer<TrainEvent> {
    private final RunFolder folder;
    private final Training training;
    private final double everySeconds;
    private double saved;

    /**
     * Keeps checkpoints in a folder that is there.
     *
     * @param everySeconds how much training may be lost to a power cut
     */
    public Checkpoints(RunFolder folder, Training training, double everySeconds) {
        this.folder = folder;
        this.training = training;
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
                    saveAnswering(folder.best(), at);
                }
                if (training.average() != null) {
                    saveAnswering(folder.averaged(), at);
                }
                save(at);
            }
            case TrainEvent.Ended end -> {
                if (end.ending() == TrainEvent.Ending.STOPPED) {
                    saveAtLast(at);
                }
            }
        }
    }

    private void save(Position at) {
        Checkpoint.save(folder.last(), training.model(), training.carried(), at);
        saved = at.seconds();
    }

    /** The model as it was measured. */
    private void saveAnswering(Path file, Position at) {
        training.withAnsweringWeights(() -> {
            Checkpoint.save(file, training.model(), at);
            return file;
        });
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
