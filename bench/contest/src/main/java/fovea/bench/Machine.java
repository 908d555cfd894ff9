package fovea.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when something was measured: figures without it are worth nothing later.
 *
 * @param cpu the processor's name
 * @param cores how many of them the JVM may use
 * @param jdk the Java version
 * @param commit the commit that was measured, with {@code +} behind it if files had changed since
 * @param date when
 */
record Machine(String cpu, int cores, String jdk, String commit, String date) {

    static Machine here() {
        return new Machine(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                System.getProperty("fovea.bench.commit", "unknown"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** One line to read. */
    String line() {
        return "%s, %d cores, JDK %s, commit %s, %s%n".formatted(cpu, cores, jdk, commit, date);
    }

    private static String cpuName() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }
}
