package fovea.bench.fovea;

import fovea.device.Pool;
import fovea.testing.ProgramCheck;
import fovea.testing.RandomProgram;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Random programs of all ops, each run every way there is: at once and compiled, on every device, with gradients. Prints those on which the
 * ways differ, with the smallest program in them that fails too, and ends with 1 if there is one.
 */
public final class Fuzz {
    private static final int REPORTS = 20;

    private final ProgramCheck check = new ProgramCheck();
    private final long first;
    private final long count;
    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger undecided = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final long start = System.nanoTime();

    private Fuzz(long first, long count) {
        this.first = first;
        this.count = count;
    }

    /** How many programs, 100,000 if not given, and the first one's seed, 0 if not given. */
    public static void main(String[] arguments) throws InterruptedException {
        long count = arguments.length > 0 ? Long.parseLong(arguments[0]) : 100_000;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        System.exit(new Fuzz(first, count).run() ? 0 : 1);
    }

    private boolean run() throws InterruptedException {
        System.out.printf(
                "%10s %10s %10s %10s %14s %12s%n",
                "programs", "undecided", "wrong", "seconds", "reserved MB", "resident MB");
        Thread[] threads = new Thread[Runtime.getRuntime().availableProcessors()];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().start(this::work);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return wrong.get() == 0;
    }

    private void work() {
        for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            run(first + i);
            if ((i + 1) % Math.max(1, count / REPORTS) == 0) {
                report(i + 1);
            }
        }
    }

    private void run(long seed) {
        try {
            if (check.check(RandomProgram.of(seed)) == ProgramCheck.Verdict.UNDECIDED) {
                undecided.incrementAndGet();
            }
        } catch (RuntimeException e) {
            wrong.incrementAndGet();
            System.out.println(e instanceof ProgramCheck.Disagreement ? e.getMessage() : "program " + seed + ": " + e);
        }
    }

    private void report(long done) {
        System.out.printf(
                Locale.ROOT,
                "%10d %10d %10d %10.0f %14.1f %12.1f%n",
                done,
                undecided.get(),
                wrong.get(),
                (System.nanoTime() - start) / 1e9,
                Pool.HOST.reserved() / 1e6,
                Resident.megabytes());
    }
}
