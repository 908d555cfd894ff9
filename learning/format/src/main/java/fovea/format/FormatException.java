package fovea.format;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that cannot be read or written as it should be: which file, what is wrong with it, in numbers, and what to do.
 * The message is two lines, {@code file: what} and, indented, the remedy.
 */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 600;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}", Pattern.UNICODE_CHARACTER_CLASS);

    private final String file;
    private final String what;
    private final String remedy;

    public FormatException(Path file, String what, String remedy) {
        super("%s: %s%n  %s".formatted(file, printable(what), printable(remedy)));
        this.file = file.toString();
        this.what = printable(what);
        this.remedy = printable(remedy);
    }

    public FormatException(Path file, String what, String remedy, Throwable cause) {
        this(file, what, remedy);
        initCause(cause);
    }

    /** Messages quote hostile files: no control characters reach a terminal, and no megabytes a log. */
    private static String printable(String text) {
        String shortened = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
        return CONTROL.matcher(shortened).replaceAll("?");
    }

    /** The system's own failure while reading {@code file}: missing, forbidden, a broken disk. */
    public static FormatException unreadable(Path file, IOException cause) {
        return switch (cause) {
            case NoSuchFileException _, FileNotFoundException _ ->
                new FormatException(file, "is missing", "check the path, or fetch the file first", cause);
            case AccessDeniedException _ ->
                new FormatException(file, "may not be read", "give this user the right to read it", cause);
            default -> new FormatException(file, "cannot be read: " + reason(cause), "check the disk it is on", cause);
        };
    }

    /**
     * The system's own failure while writing {@code file}: a full disk, a missing folder, no permission.
     *
     * @param needed bytes the whole file takes, or negative where nobody knows
     */
    public static FormatException unwritable(Path file, long needed, IOException cause) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return new FormatException(
                    file, "cannot be written: the folder " + folder + " is missing", "make the folder first", cause);
        }
        String size = needed < 0 ? "" : needed + " bytes were needed, ";
        String what = "cannot be written: %s; %s%s".formatted(reason(cause), size, free(folder));
        return new FormatException(
                file,
                what,
                "make room in " + folder + " or check its permissions; nothing half-written is left",
                cause);
    }

    private static String free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() + " bytes are free";
        } catch (IOException _) {
            return "free space unknown";
        }
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return kind;
        }
        // The message of FileSystemException's children is often no more than the path.
        return cause.getClass() == IOException.class ? message : kind + " (" + message + ")";
    }

    /** The file concerned, as the caller named it. */
    public Path file() {
        return Path.of(file);
    }

    /** What is wrong, with expected and found numbers. */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
