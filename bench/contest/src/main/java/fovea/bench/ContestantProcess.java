package fovea.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The driver's end of the line: one contestant's JVM, started, asked, and ended.
 *
 * <p>Between two questions its process is stopped by signal: OpenMP's idle threads may spin, and would take a processor from
 * whoever's turn it is.
 */
final class ContestantProcess implements AutoCloseable {
    /** What a shell may have set that would steer a contestant's natives or JVM behind our back. */
    private static final Pattern STEERING = Pattern.compile(
            "(OMP|GOMP|KMP|MKL|OPENBLAS|BLAS|NVPL|MALLOC|DNNL|ONEDNN|TORCH|ATEN|LD|JDK_JAVA|JAVA_TOOL)_.*");

    private final Entry entry;
    private final Process process;
    private final Thread ender;
    private final BufferedReader answers;
    private final Writer commands;
    private final double firstStepSeconds;
    private final Block firstStep;
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
        this.process = start(entry, workload, home);
        this.ender = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ender);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.firstStep = Block.parse(answer());
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

    Block firstStep() {
        return firstStep;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    Block run(int steps) {
        return Block.parse(ask("run " + steps));
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

    private static Process start(Entry entry, Workload workload, Path home) {
        Path module = home.resolve(entry.module());
        ProcessBuilder builder = new ProcessBuilder(command(entry, workload, module));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> STEERING.matcher(name).matches());
        entry.environment().forEach((name, value) -> environment.put(name, expand(value, module)));
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> command(Entry entry, Workload workload, Path module) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(entry.jvmOptions());
        command.add("-cp");
        command.add(classPath(module));
        command.add(entry.main());
        command.add(workload.name());
        command.addAll(entry.arguments());
        return command;
    }

    private static String classPath(Path module) {
        try {
            Path target = module.resolve("target");
            return target.resolve("classes") + ":"
                    + Files.readString(target.resolve("classpath.txt")).strip();
        } catch (IOException failure) {
            throw new ContestException(
                    "no class path for " + module + " (" + failure.getMessage() + ")", "build it: bench/run does");
        }
    }

    private static String expand(String value, Path module) {
        String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
        return value.replace("@cores@", cores).replace("@module@", module.toString());
    }
}
