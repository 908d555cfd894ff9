package fovea.cli;

import fovea.train.Trainer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While it is open, Ctrl-C (or a request to terminate) asks the trainer to stop and waits until what is to be saved is saved. */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;

    Interruption(Trainer trainer) {
        this.hook = new Thread(() -> stop(trainer), "fovea-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(Trainer trainer) {
        trainer.stop();
        try {
            boolean inTime = saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is what waited for this.
        }
    }
}
