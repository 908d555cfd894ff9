package fovea.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The driver's end of the line: one contestant's JVM, started, asked, and ended.
 *
 * <p>Between two questions its process is stopped by signal: OpenMP's idle threads may spin, and would take a processor from
 * whoever's turn it is.
 */
final class ContestantProcess implements AutoCloseable {
    private final Entry entry;
    private final Process process;
    private final Thread ender;
    private final BufferedReader answers;
    private final Writer commands;
    private final double firstStepSeconds;
    private final float[] firstStep;
    private final String version;

    /**
     * Starts the contestant and waits until it has done its first step.
     *
     * @param entry how to start it
     * @param workload what it shall compute
     * @param home the folder {@code bench/}
     */
    ContestantProcess(Entry entry, Workload workload, Path home) {
        this.entry = entry;
        long start = System.nanoTime();
        this.process =
                Launch.start(entry, home, workload.name(), workload.precision().label());
        this.ender = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ender);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.firstStep = Numbers.floats(answer());
        this.firstStepSeconds = (System.nanoTime() - start) / 1e9;
        this.version = answer();
        signal("STOP");
    }

    Entry entry() {
        return entry;
    }

    String version() {
        return version;
    }

    /** Seconds from asking for the JVM to the end of the first step. */
    double firstStepSeconds() {
        return firstStepSeconds;
    }

    /** What the first step computed. */
    float[] firstStep() {
        return firstStep;
    }

    /** Does one more step and returns what it computed. */
    float[] step() {
        return Numbers.floats(ask("step"));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Runs for about that time. */
    Turn turn(double seconds) {
        return Turn.parse(ask("turn " + (long) (seconds * 1e9)));
    }

    long peakBytes() {
        return Long.parseLong(ask("memory"));
    }

    /** Ends the process, stopped or not. */
    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(ender);
    }

    private String ask(String command) {
        signal("CONT");
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException _) {
            throw ended();
        }
        String answer = answer();
        signal("STOP");
        return answer;
    }

    /** Sends a signal, which Java itself cannot. */
    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ContestException(entry.name() + ": interrupted", "start the contest again");
        }
    }

    private String answer() {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(ContestantServer.MARK)) {
                    return line.substring(ContestantServer.MARK.length());
                }
                System.err.println(entry.name() + ": " + line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw ended();
    }

    private ContestException ended() {
        return new ContestException(entry.name() + ": its process ended early", "what it printed above says why");
    }
}
