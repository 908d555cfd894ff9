package fovea.train;

import fovea.nn.Layer;
import java.util.function.Consumer;

/**
 * Listens to a run and keeps the model at the end of each of its cycles, for an {@link Ensemble} out of one run (Huang et al. 2017, <a
 * href="https://arxiv.org/abs/1704.00109">arXiv:1704.00109</a>); with {@link fovea.train.optim.Schedule#snapshots}.
 */
public final class Snapshots implements Consumer<TrainEvent> {
    private final RunFolder folder;
    private final Layer model;
    private final int cycles;
    private long steps;

    /**
     * Keeps snapshots in a folder that is there.
     *
     * @param cycles of the schedule
     */
    public Snapshots(RunFolder folder, Layer model, int cycles) {
        this.folder = folder;
        this.model = model;
        this.cycles = cycles;
    }

    @Override
    public void accept(TrainEvent event) {
        switch (event) {
            case TrainEvent.Began began -> steps = (long) began.epochs() * began.steps();
            case TrainEvent.StepDone done -> {
                long step = done.at().step();
                long period = Math.ceilDiv(steps, cycles);
                if (step % period == 0 || step == steps) {
                    Checkpoint.save(folder.snapshot(Math.toIntExact(Math.ceilDiv(step, period))), model, done.at());
                }
            }
            default -> {}
        }
    }
}
