package fovea.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that appear whole or not at all. The content goes to a temporary file in the target's folder, is forced onto
 * the disk, and takes the target's name in one step; until then whatever had that name stays as it was. On failure,
 * and when the process is told to end (Ctrl-C), the temporary file is removed; a process killed outright leaves it, for
 * {@link #removeLeftovers}.
 *
 * <pre>  WholeFile.write(folder.resolve("curve.png"), out -&gt; ImageIO.write(picture, "png", out));</pre>
 *
 * <p>The folder must exist. A target that is a symbolic link is replaced, not followed. Failures of the system end in a
 * {@link FormatException}; what the content itself throws comes through unchanged.
 */
public final class WholeFile {

    private WholeFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it to {@code out}, which is buffered and may be closed or left open. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file of unknown size. */
    public static void write(Path target, Content content) {
        write(target, -1, content);
    }

    /**
     * Writes a file.
     *
     * @param size bytes the whole file takes, for the message when the disk is full; negative if unknown
     */
    public static void write(Path target, long size, Content content) {
        try (PartFile part = PartFile.beside(target)) {
            content.writeTo(part.stream());
            part.commit();
        } catch (IOException e) {
            throw FormatException.unwritable(target, size, e);
        }
    }

    /** Writes bytes. */
    public static void write(Path target, byte[] bytes) {
        write(target, bytes.length, out -> out.write(bytes));
    }

    /** Writes text in UTF-8. */
    public static void write(Path target, String text) {
        write(target, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Removes what killed processes left half-written in {@code folder} (not in folders below it). To be called by
     * the one process that works in that folder, before it writes there.
     *
     * @return how many files were removed
     */
    public static int removeLeftovers(Path folder) {
        int removed = 0;
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".*" + PartFile.SUFFIX)) {
            for (Path leftover : leftovers) {
                removed += Files.deleteIfExists(leftover) ? 1 : 0;
            }
            return removed;
        } catch (IOException e) {
            throw FormatException.unreadable(folder, e);
        }
    }
}
