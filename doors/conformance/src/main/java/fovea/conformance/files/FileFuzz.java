package fovea.conformance.files;

import com.sun.management.ThreadMXBean;
import fovea.format.FormatException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Damaged copies of small files of every format that is read: each must be read or refused by a {@link FormatException},
 * soon and in little memory. Copy number {@code i} is the same in every run of the same seed.
 */
public final class FileFuzz {
    /** The most that one read may allocate; views of a small PyTorch file may take 64 MiB. */
    private static final long MOST_BYTES = 160 << 20;

    /** Of the processor's time, so that a busy machine is no fault. */
    private static final long MOST_NANOS = 5_000_000_000L;

    private static final int REPORTS = 20;
    private static final int MOST_FAULTS = 20;

    private final long count;
    private final long seed;
    private final PrintStream out;
    private final Function<Path, List<FuzzSubject>> subjects;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong mostBytes = new AtomicLong();
    private final AtomicLong mostNanos = new AtomicLong();
    private final List<String> faults = new ArrayList<>();
    private final long start = System.nanoTime();

    private FileFuzz(long count, long seed, PrintStream out, Function<Path, List<FuzzSubject>> subjects) {
        this.count = count;
        this.seed = seed;
        this.out = out;
        this.subjects = subjects;
    }

    /** How many copies, 100,000 if not given, and the seed, 0 if not given; ends with 1 if one does harm. */
    public static void main(String[] arguments) {
        long count = arguments.length > 0 ? Long.parseLong(arguments[0].replace("_", "")) : 100_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        System.exit(
                run(count, seed, Runtime.getRuntime().availableProcessors(), System.out)
                                .isEmpty()
                        ? 0
                        : 1);
    }

    /**
     * Reads {@code count} damaged copies.
     *
     * @param out where progress is printed
     * @return what went wrong, at most some twenty faults, each with the copy's bytes
     */
    public static List<String> run(long count, long seed, int threads, PrintStream out) {
        return run(count, seed, threads, out, FuzzSubjects::in);
    }

    /**
     * The same with other files.
     *
     * @param subjects makes them, with a folder to write to on the way
     */
    public static List<String> run(
            long count, long seed, int threads, PrintStream out, Function<Path, List<FuzzSubject>> subjects) {
        FileFuzz fuzz = new FileFuzz(count, seed, out, subjects);
        out.printf(
                "%12s %12s %8s %9s %15s %12s%n", "copies", "refused", "faults", "seconds", "most bytes", "longest ms");
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().start(fuzz::work));
        }
        for (Thread each : all) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fuzz.faults.add("interrupted");
            }
        }
        synchronized (fuzz.faults) {
            return List.copyOf(fuzz.faults);
        }
    }

    private void work() {
        Path memory = Path.of("/dev/shm");
        try {
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "fovea-fuzz")
                    : Files.createTempDirectory("fovea-fuzz");
            try {
                List<FuzzSubject> all = subjects.apply(folder);
                for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    read(i, all.get((int) (i % all.size())), folder.resolve("damaged"));
                    if ((i + 1) % Math.max(1, count / REPORTS) == 0) {
                        report(i + 1);
                    }
                }
            } finally {
                FilePack.remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(long i, FuzzSubject subject, Path file) throws IOException {
        Mutator mutator = new Mutator(new SplittableRandom(seed * 1_000_000_007L + i));
        byte[] bytes = subject.wrap().apply(mutator.damaged(subject.good()));
        Files.write(file, bytes);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long begun = threads.getCurrentThreadCpuTime();
        try {
            subject.reader().accept(file);
        } catch (FormatException e) {
            refused.incrementAndGet();
            if (e.getMessage() == null || !e.getMessage().contains(": ")) {
                fault(i, subject, bytes, e);
            }
        } catch (RuntimeException | Error e) {
            fault(i, subject, bytes, e);
        }
        long nanos = threads.getCurrentThreadCpuTime() - begun;
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        mostNanos.accumulateAndGet(nanos, Math::max);
        mostBytes.accumulateAndGet(allocated, Math::max);
        if (nanos > MOST_NANOS || allocated > MOST_BYTES) {
            fault(i, subject, bytes, "%,d bytes in %,d ms".formatted(allocated, nanos / 1_000_000));
        }
    }

    private void fault(long i, FuzzSubject subject, byte[] bytes, Object what) {
        String place =
                what instanceof Throwable e && e.getStackTrace().length > 0 ? ", at " + e.getStackTrace()[0] : "";
        String fault = "copy %d (%s): %s%s%n  %s"
                .formatted(i, subject.name(), what, place, HexFormat.of().formatHex(bytes));
        synchronized (faults) {
            if (faults.size() < MOST_FAULTS) {
                faults.add(fault);
                out.println(fault);
            }
        }
    }

    private void report(long done) {
        int wrong;
        synchronized (faults) {
            wrong = faults.size();
        }
        out.printf(
                "%12d %12d %8d %9.1f %15d %12.1f%n",
                done, refused.get(), wrong, (System.nanoTime() - start) / 1e9, mostBytes.get(), mostNanos.get() / 1e6);
    }
}
