package fovea.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The contestant's end of the line: reads commands from standard input and answers each with one line on standard output.
 *
 * <p>{@code step} does one step and answers what it computed; {@code turn NANOSECONDS} runs for about that time and answers {@link
 * Turn#line}; {@code memory} answers the peak resident set in bytes; the end of the input ends the process. Answers start with {@link
 * #MARK}, for natives may print on the same stream.
 */
public final class ContestantServer {
    /** What every answer starts with. */
    static final String MARK = "@contest ";

    private ContestantServer() {}

    /**
     * Prepares the workload, does its first step, and answers the driver until it hangs up.
     *
     * @param contestant who computes
     * @param arguments the name of what is computed, and its precision
     */
    public static void serve(Contestant contestant, String... arguments) throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Contestant.Step step = contestant.prepare(Workload.named(arguments[0], Precision.labeled(arguments[1])));
        answers.println(MARK + Numbers.line(step.run()));
        answers.println(MARK + contestant.version());
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                answers.println(MARK + answer(step, command));
            }
        }
    }

    private static String answer(Contestant.Step step, String command) throws IOException {
        if (command.equals("memory")) {
            return Long.toString(peakBytes(Files.readString(Path.of("/proc/self/status"))));
        }
        if (command.equals("step")) {
            return Numbers.line(step.run());
        }
        if (command.startsWith("turn ")) {
            return Turn.of(step, Long.parseLong(command.substring(5))).line();
        }
        throw new ContestException("unknown command: " + command, "commands are step, turn NANOSECONDS and memory");
    }

    /** Reads the peak resident set ("high water mark") out of {@code /proc/self/status}. */
    static long peakBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new ContestException("the kernel reports no VmHWM", "run the bench on Linux"));
    }
}
