package fovea.cli;

import fovea.train.Trainer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * While it is open, Ctrl-C (or a request to terminate) asks the trainer to stop, waits until what is to be saved is saved and what is to be
 * said is said, and ends the process with the command's own exit code.
 */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /** The exit code, known once everything is done; one for the process, as a request to end it is. */
    private static final CompletableFuture<Integer> ENDED = new CompletableFuture<>();

    private final Thread hook;

    Interruption(Trainer trainer) {
        this.hook = new Thread(() -> stop(trainer), "fovea-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void stop(Trainer trainer) {
        trainer.stop();
        int code = ENDED.completeOnTimeout(ExitCode.SOFTWARE, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        Runtime.getRuntime().halt(code);
    }

    /** Tells that nothing is left to do; called just before the process would end by itself. */
    static void ended(int code) {
        ENDED.complete(code);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is waiting for its exit code.
        }
    }
}
