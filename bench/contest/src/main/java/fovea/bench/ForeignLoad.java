package fovea.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/** How much of the machine others used during the contest, from {@code /proc/stat}: figures from a busy machine mislead. */
final class ForeignLoad {
    /** The kernel counts in hundredths of a second on every Linux the JDK runs on ({@code USER_HZ}). */
    private static final double TICKS_PER_SECOND = 100;

    private final long start = System.nanoTime();
    private final double busyAtStart = busySeconds();
    private final Collection<ProcessHandle> own;
    private final double ownAtStart;

    ForeignLoad(Collection<ProcessHandle> own) {
        this.own = own;
        this.ownAtStart = ownSeconds();
    }

    /** Returns the processors used by others since this was made, on average; 0 where the kernel does not tell. */
    double cores() {
        double others = (busySeconds() - busyAtStart) - (ownSeconds() - ownAtStart);
        return Math.max(0, others / ((System.nanoTime() - start) / 1e9));
    }

    private double ownSeconds() {
        return own.stream()
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
    }

    /** Sums user, nice, system, irq, softirq and steal. */
    private static double busySeconds() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElse("").split(" +", -1);
            double ticks = 0;
            for (int i = 1; i < Math.min(9, fields.length); i++) {
                ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException _) {
            return 0;
        }
    }
}
