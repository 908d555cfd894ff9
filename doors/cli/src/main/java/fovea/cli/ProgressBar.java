package fovea.cli;

import fovea.train.TrainEvent;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows a run while it goes: a line an epoch and, where a person watches, a bar below it. */
final class ProgressBar implements Consumer<TrainEvent> {
    private static final int WIDTH = 24;
    private static final long EVERY_NANOS = 100_000_000;

    private final Terminal terminal;
    private int epochs;
    private int batches;
    private int steps;
    private long firstStep;
    private long began;
    private long shown;

    ProgressBar(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void accept(TrainEvent event) {
        switch (event) {
            case TrainEvent.Began start -> {
                epochs = start.epochs();
                batches = start.batches();
                steps = start.steps();
                firstStep = start.at().step();
                began = System.nanoTime();
            }
            case TrainEvent.StepDone step -> show(step);
            case TrainEvent.EpochDone done -> {
                clear();
                terminal.err().println(line(done));
            }
            case TrainEvent.Ended _ -> clear();
        }
    }

    private String line(TrainEvent.EpochDone done) {
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %.4f  accuracy %.2f %%  held out: loss %.4f  accuracy %.2f %%  %,.0f images/s  %.1f"
                        + " s",
                done.at().epoch(),
                epochs,
                done.trained().loss(),
                100 * done.trained().accuracy(),
                done.held().loss(),
                100 * done.held().accuracy(),
                done.trained().imagesPerSecond(),
                done.at().seconds());
    }

    private void show(TrainEvent.StepDone step) {
        long now = System.nanoTime();
        if (!terminal.isInteractive() || (now - shown < EVERY_NANOS && step.at().batch() < batches)) {
            return;
        }
        shown = now;
        int full = WIDTH * step.at().batch() / batches;
        long total = (long) epochs * steps;
        double left = (now - began)
                / 1e9
                / (step.at().step() - firstStep)
                * (total - step.at().step());
        clear();
        terminal.err()
                .printf(
                        Locale.ROOT,
                        "epoch %d/%d %s%s%s%s  loss %.4f  accuracy %.1f %%  %,.0f images/s  %d:%02d left",
                        step.at().epoch() + 1,
                        epochs,
                        terminal.isColored() ? "\u001b[32m" : "",
                        "━".repeat(full),
                        terminal.isColored() ? "\u001b[0m" : "",
                        "─".repeat(WIDTH - full),
                        step.at().loss(),
                        100 * step.at().accuracy(),
                        step.at().imagesPerSecond(),
                        (long) left / 60,
                        (long) left % 60);
        terminal.err().flush();
    }

    private void clear() {
        if (terminal.isInteractive()) {
            terminal.err().print("\r\u001b[K");
        }
    }
}
