package fovea.train.tune;

import fovea.format.FormatException;
import fovea.train.DivergedException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A search for the configuration with the least loss, trial by trial.
 *
 * <p>Trial {@code i} is proposed, and stopped early, by what trials {@code 0} to {@code i − parallel} gave, never by which of those running
 * beside it happened to end first. So a study is a function of its settings, and one that was cut off goes on with the same trials. Grid and
 * random search look at no trial: without stopping they are alike however many run at once.
 *
 * @param trials at most
 * @param epochs of a whole trial
 * @param parallel how many trials run at once, each on a thread of its own; with 1, on the caller's
 * @param listener told what happens
 */
public record Study(
        Space space,
        Search search,
        Stopping stopping,
        int trials,
        int epochs,
        int parallel,
        Consumer<? super TuneEvent> listener) {

    /** Refuses what cannot run. */
    public Study {
        if (trials < 1 || epochs < 1 || parallel < 1) {
            throw new IllegalArgumentException("study: %d trials of %d epochs, %d at once\n  each must be 1 or more"
                    .formatted(trials, epochs, parallel));
        }
    }

    /** One trial after the other, none stopped early. */
    public static Study of(Space space, Search search, int trials, int epochs) {
        return new Study(space, search, Stopping.never(), trials, epochs, 1, _ -> {});
    }

    /** The same with hopeless trials stopped. */
    public Study withStopping(Stopping rule) {
        return new Study(space, search, rule, trials, epochs, parallel, listener);
    }

    /** The same with so many trials at once. */
    public Study withParallel(int atOnce) {
        return new Study(space, search, stopping, trials, epochs, atOnce, listener);
    }

    /** The same, telling what happens. */
    public Study withListener(Consumer<? super TuneEvent> told) {
        return new Study(space, search, stopping, trials, epochs, parallel, told);
    }

    /**
     * Makes all trials.
     *
     * @return them in order; {@link Trial#best} is what was looked for
     */
    public List<Trial> run(TrialObjective objective) {
        return new Running(objective, null).run();
    }

    /**
     * Makes all trials that a file does not hold yet, and writes each down there when it and all before it have ended.
     *
     * @param file CSV, a line a trial; it may not be there yet
     * @throws FormatException if the file is damaged, or a study's with other settings
     */
    public List<Trial> run(TrialObjective objective, Path file) {
        try (TrialLog log = TrialLog.open(file, space)) {
            for (Trial trial : log.trials()) {
                check(trial, log.trials(), file);
            }
            return new Running(objective, log).run();
        }
    }

    /** Refuses a trial that this study would not have made. */
    private void check(Trial trial, List<Trial> before, Path file) {
        boolean own = trial.number() < trials
                && propose(trial.number(), before)
                        .filter(would -> would.configuration().equals(trial.configuration()))
                        .filter(would -> would.epochs() == trial.epochs())
                        .isPresent();
        if (!own) {
            throw new FormatException(
                    file,
                    "trial %d, %s for %d epochs, is another study's"
                            .formatted(trial.number(), trial.configuration(), trial.epochs()),
                    "continue with the settings it was begun with, or in another folder");
        }
    }

    private Optional<Search.Proposal> propose(int number, List<Trial> known) {
        return search.propose(space, epochs, number, known.subList(0, sight(number)));
    }

    /** How many trials a trial knows of. */
    private int sight(int number) {
        return Math.max(search.needs(epochs, number), Math.max(0, number - parallel + 1));
    }

    /** A study under way. */
    private final class Running {
        private final TrialObjective objective;
        private final @Nullable TrialLog log;
        private final List<Trial> ended = new ArrayList<>();
        private final Deque<CompletableFuture<Trial>> begun = new ArrayDeque<>();
        private volatile boolean broken;

        Running(TrialObjective objective, @Nullable TrialLog log) {
            this.objective = objective;
            this.log = log;
            if (log != null) {
                ended.addAll(log.trials());
            }
        }

        List<Trial> run() {
            if (parallel == 1) {
                return run(Runnable::run);
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
                return run(threads);
            }
        }

        private List<Trial> run(Executor threads) {
            for (int number = ended.size(); number < trials; number++) {
                await(sight(number));
                Optional<Search.Proposal> proposal = propose(number, ended);
                if (proposal.isEmpty()) {
                    break;
                }
                begin(number, proposal.get(), threads);
            }
            await(ended.size() + begun.size());
            return List.copyOf(ended);
        }

        /** Waits until the first so many trials have ended. */
        private void await(int count) {
            while (ended.size() < count) {
                Trial trial = result(begun.removeFirst());
                if (log != null) {
                    log.add(trial);
                }
                ended.add(trial);
                listener.accept(new TuneEvent.Ended(trial));
            }
        }

        /** What went wrong in a trial ends the study as what it is, and the trials beside it after their epoch. */
        private Trial result(CompletableFuture<Trial> trial) {
            try {
                return trial.join();
            } catch (CompletionException e) {
                broken = true;
                switch (e.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw e;
                }
            }
        }

        private void begin(int number, Search.Proposal proposal, Executor threads) {
            listener.accept(new TuneEvent.Began(number, proposal.configuration(), proposal.epochs()));
            List<Trial> rivals = ended.subList(0, sight(number)).stream()
                    .filter(trial -> trial.epochs() == proposal.epochs())
                    .toList();
            begun.add(CompletableFuture.supplyAsync(() -> attempt(number, proposal, rivals), threads));
        }

        private Trial attempt(int number, Search.Proposal proposal, List<Trial> rivals) {
            long start = System.nanoTime();
            Judge judge = new Judge(rivals, proposal.epochs(), () -> !broken);
            String reason = "";
            try {
                objective.run(proposal.configuration(), proposal.epochs(), judge);
            } catch (DivergedException e) {
                reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                judge.ending = Trial.Ending.FAILED;
            }
            if (judge.losses.isEmpty() && judge.ending != Trial.Ending.FAILED) {
                throw new IllegalStateException("trial " + number + " told no loss" + System.lineSeparator()
                        + "  an objective must tell its loss after each epoch");
            }
            if (reason.isEmpty() && judge.ending == Trial.Ending.FAILED) {
                reason = "loss is %s after epoch %d".formatted(judge.losses.getLast(), judge.losses.size());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Trial(
                    number, proposal.configuration(), proposal.epochs(), judge.losses, judge.ending, seconds, reason);
        }
    }

    /** Listens to a trial and says when it is enough. */
    private final class Judge implements TrialObjective.Progress {
        private final List<Trial> rivals;
        private final int whole;
        private final BooleanSupplier goesOn;
        private final List<Double> losses = new ArrayList<>();
        private Trial.Ending ending = Trial.Ending.COMPLETE;

        Judge(List<Trial> rivals, int whole, BooleanSupplier goesOn) {
            this.rivals = rivals;
            this.whole = whole;
            this.goesOn = goesOn;
        }

        @Override
        public boolean goesOn(double loss) {
            losses.add(loss);
            if (!Double.isFinite(loss)) {
                ending = Trial.Ending.FAILED;
            } else if (losses.size() < whole && stopping.isHopeless(losses, rivals)) {
                ending = Trial.Ending.STOPPED;
            }
            return ending == Trial.Ending.COMPLETE && goesOn.getAsBoolean();
        }
    }
}
