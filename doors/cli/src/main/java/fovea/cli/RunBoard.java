package fovea.cli;

import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.Normalization;
import fovea.plot.Picture;
import fovea.plot.PictureException;
import fovea.plot.Pixels;
import fovea.plot.Sheet;
import fovea.tensor.Shape;
import fovea.train.Score;
import fovea.train.TensorBoard;
import fovea.train.TrainEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Listens to a run and shows in TensorBoard what is no number: how the model answers, training pictures as they are learned from, and after
 * every epoch the surest mistakes.
 */
final class RunBoard implements Consumer<TrainEvent> {
    private static final int SHOWN = 24;
    private static final int SIDE = 96;

    private final TensorBoard board;
    private final Run run;
    private final Terminal terminal;
    private boolean draws = true;

    RunBoard(TensorBoard board, Run run, Terminal terminal) {
        this.board = board;
        this.run = run;
        this.terminal = terminal;
    }

    @Override
    public void accept(TrainEvent event) {
        switch (event) {
            case TrainEvent.Began began
            when began.at().step() == 0 -> {
                Shape image = run.config().image();
                board.graph(run.model(), Shape.of(1, image.size(0), image.size(1), image.size(2)));
                draw("pictures/learned from", 0, this::learned);
            }
            case TrainEvent.EpochDone done ->
                draw("pictures/surest mistakes", done.at().step(), () -> mistakes(done.held()));
            default -> {}
        }
    }

    /** A machine that cannot draw trains all the same. */
    private void draw(String tag, long step, Supplier<Sheet> sheet) {
        if (!draws) {
            return;
        }
        try {
            Picture picture = sheet.get().withSide(SIDE).picture();
            board.picture(tag, step, picture.width(), picture.height(), picture.png());
        } catch (PictureException e) {
            draws = false;
            terminal.err().println("TensorBoard is shown no pictures: " + e.getMessage());
        }
    }

    private Sheet mistakes(Score held) {
        List<Score.Mistake> surest = held.mistakes().stream().limit(SHOWN).toList();
        return new RunPictures(run.folder(), run.config().title()).mistakes(run.set(), surest);
    }

    /** The first pictures of the first epoch, augmented as the model sees them. */
    private Sheet learned() {
        RunConfig config = run.config();
        Recipe usual = config.recipe();
        int count = Math.min(SHOWN, run.set().train().size());
        Recipe few = usual.with(usual.epochs(), count, usual.lr(), usual.weightDecay());
        Loader loader = new Loader(
                run.set().train(),
                run.set().normalization(),
                few.loading(config.seed()).withThreads(1, 1));
        List<Sheet.Tile> tiles = new ArrayList<>();
        try (Epoch epoch = loader.epoch(0)) {
            Batch batch = epoch.next();
            for (int n = 0; n < batch.size(); n++) {
                String name = run.set().classes().get(batch.labels()[n]);
                tiles.add(new Sheet.Tile(seen(batch, n), name, ""));
            }
        }
        return Sheet.of(config.title() + ": as learned from", tiles);
    }

    /** A picture of a batch in bytes again. */
    private Pixels seen(Batch batch, int n) {
        Normalization normal = run.set().normalization();
        byte[] pixels = new byte[batch.height() * batch.width() * batch.channels()];
        for (int i = 0; i < pixels.length; i++) {
            int c = i % batch.channels();
            double value = batch.pixels()[n * pixels.length + i] * normal.std().get(c)
                    + normal.mean().get(c);
            pixels[i] = (byte) Math.clamp(Math.round(255 * value), 0, 255);
        }
        return new Pixels(batch.width(), batch.height(), batch.channels(), pixels);
    }
}
