package fovea.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a {@link Loader} over its source, prepared by threads of its own: close it, and they end at once.
 *
 * <p>Batches come in order. A ring of them is lent in turn: worker threads fill the slots after the one that is lent, and
 * the slot lent before becomes free at the next call. What fails on a worker is thrown where the batch is asked for.
 */
public final class Epoch implements Iterator<Batch>, AutoCloseable {

    /** What the workers do: fills a batch, or leaves it half filled once it is told that nobody waits for it. */
    @FunctionalInterface
    interface Filler {
        void fill(Batch batch, int number, BooleanSupplier closed);
    }

    private static final int NOTHING = -1;

    private final Batch[] ring;
    private final int end;
    private final List<Thread> workers = new ArrayList<>();

    /** All below are guarded by {@code this}: what is in each slot, and the next batch to fill, to lend and to free. */
    private final int[] ready;

    private final @Nullable RuntimeException[] failures;
    private int toFill;
    private int toLend;
    private int toFree;
    private volatile boolean closed;

    Epoch(Batch[] ring, int from, int end, int threads, Supplier<Filler> fillers) {
        this.ring = ring;
        this.end = end;
        this.ready = new int[ring.length];
        Arrays.fill(ready, NOTHING);
        this.failures = new RuntimeException[ring.length];
        toFill = from;
        toLend = from;
        toFree = from;
        for (int i = 0; i < Math.min(threads, end - from); i++) {
            Filler filler = fillers.get();
            workers.add(Thread.ofPlatform().daemon().name("fovea-loader-" + i).start(() -> work(filler)));
        }
    }

    /** Whether there is another batch; the same as asking whether all have been lent. */
    @Override
    public synchronized boolean hasNext() {
        return !closed && toLend < end;
    }

    /**
     * The next batch, lent until the next call; waits until it is ready.
     *
     * @throws DataException naming the sample that could not be loaded; the epoch is closed then
     * @throws NoSuchElementException if there is none, or the epoch is closed
     */
    @Override
    public Batch next() {
        int slot = lend();
        RuntimeException failure = failures[slot];
        if (failure != null) {
            close();
            throw failure;
        }
        return ring[slot];
    }

    private synchronized int lend() {
        if (!hasNext()) {
            throw new NoSuchElementException("this epoch has no more batches");
        }
        int number = toLend++;
        toFree = number;
        notifyAll();
        int slot = number % ring.length;
        await(() -> ready[slot] == number);
        if (ready[slot] != number) {
            throw new NoSuchElementException("this epoch was closed while a batch was being waited for");
        }
        return slot;
    }

    private void work(Filler filler) {
        for (int number = claim(); number < end; number = claim()) {
            RuntimeException failure = null;
            try {
                filler.fill(ring[number % ring.length], number, () -> closed);
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) {
                failure = new IllegalStateException("a loader thread failed: " + e, e);
            }
            finish(number, failure);
        }
    }

    /** The next batch to fill, once its slot is free; {@code end} if there is none. */
    private synchronized int claim() {
        if (toFill >= end) {
            return end;
        }
        int number = toFill++;
        await(() -> number < toFree + ring.length);
        return closed ? end : number;
    }

    private synchronized void finish(int number, @Nullable RuntimeException failure) {
        int slot = number % ring.length;
        ready[slot] = number;
        failures[slot] = failure;
        notifyAll();
    }

    /** Waits for something, or for the end; an interrupt ends the epoch and stays set. */
    private synchronized void await(BooleanSupplier condition) {
        while (!closed && !condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true;
                notifyAll();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the epoch and its threads, after at most one more sample on each. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
