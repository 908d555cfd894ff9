package fovea.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where words go: results to {@code out}, everything else to {@code err}.
 *
 * @param isInteractive whether a person watches {@code err}
 * @param isColored whether colors are welcome, too
 */
record Terminal(PrintStream out, PrintStream err, boolean isInteractive, boolean isColored) {

    /** That of this process. Colors are left out where {@code NO_COLOR} is set, see no-color.org. */
    static Terminal ofProcess() {
        boolean console = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        boolean interactive = console && errIsTerminal() && !isDumb();
        String noColor = System.getenv("NO_COLOR");
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                interactive,
                interactive && (noColor == null || noColor.isEmpty()));
    }

    private static boolean isDumb() {
        return "dumb".equals(System.getenv("TERM"));
    }

    /** Java does not say; Linux does. Elsewhere err is taken to go where out goes. */
    private static boolean errIsTerminal() {
        Path err = Path.of("/proc/self/fd/2");
        if (!Files.isSymbolicLink(err)) {
            return true;
        }
        try {
            String target = Files.readSymbolicLink(err).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
