package fovea.conformance.files;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One attempt at something that may hang, fill the memory or overflow its stack.
 *
 * @param <T> what it makes
 */
sealed interface Attempt<T> {
    Duration LIMIT = Duration.ofSeconds(10);
    long MOST_BYTES = 1L << 30;

    /** It made something. */
    record Done<T>(T result) implements Attempt<T> {}

    /** It threw something. */
    record Threw<T>(Throwable cause) implements Attempt<T> {}

    /** It took more time or memory than it may. */
    record Exceeded<T>(String what) implements Attempt<T> {}

    /**
     * Attempts {@code work} on a thread of its own, so that a stack overflow ends there and a hanging one is left behind. All memory that
     * it allocates counts, released or not, which is at least what it holds at any time.
     */
    static <T> Attempt<T> at(Supplier<T> work) {
        long[] allocated = new long[1];
        FutureTask<T> task = new FutureTask<>(() -> {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                return work.get();
            } finally {
                allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
            }
        });
        Thread.ofPlatform().daemon().name("fovea-attempt").start(task);
        Attempt<T> attempt = ended(task);
        return allocated[0] > MOST_BYTES
                ? new Exceeded<>("took %,d bytes of heap: at most %,d are allowed".formatted(allocated[0], MOST_BYTES))
                : attempt;
    }

    private static <T> Attempt<T> ended(FutureTask<T> task) {
        try {
            return new Done<>(task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Threw<>(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (TimeoutException _) {
            return new Exceeded<>("took more than %d s".formatted(LIMIT.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Threw<>(e);
        }
    }
}
