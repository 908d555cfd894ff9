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
    private int epochs;

    /**
     * Keeps snapshots in a folder that is there.
     *
     * @param cycles of the schedule; a cycle that ends within an epoch is kept at the epoch's end
     */
    public Snapshots(RunFolder folder, Layer model, int cycles) {
        this.folder = folder;
        this.model = model;
        this.cycles = cycles;
    }

    @Override
    public void accept(TrainEvent event) {
        switch (event) {
            case TrainEvent.Began began -> epochs = began.epochs();
            case TrainEvent.EpochDone done -> {
                int over = cyclesOver(done.at().epoch());
                if (over > cyclesOver(done.at().epoch() - 1)) {
                    Checkpoint.save(folder.snapshot(over), model, done.at());
                }
            }
            default -> {}
        }
    }

    private int cyclesOver(int epoch) {
        return Math.toIntExact((long) epoch * cycles / epochs);
    }
}
