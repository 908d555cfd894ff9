package fovea.format;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is asked of every file before it is read: that it is an ordinary one (a pipe or a device would block, or
 * never end), and that its content fits this process.
 */
final class RegularFile {

    private RegularFile() {}

    /** Size of {@code file} in bytes; refuses what is missing or not an ordinary file. */
    static long size(Path file) {
        try {
            long size = Files.size(file);
            if (!Files.isRegularFile(file)) {
                String kind = Files.isDirectory(file) ? "a folder" : "a device or pipe";
                throw new FormatException(file, "is " + kind + ", not a file", "name an ordinary file");
            }
            return size;
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    /** Zeroed heap memory for what {@code file} holds; refuses more than this Java process has. */
    static MemorySegment memory(Path file, long bytes) {
        long most = Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw new FormatException(
                    file,
                    "takes %d bytes of memory, and this process may use %d".formatted(bytes, most),
                    "start Java with a larger -Xmx");
        }
        try {
            return NdArray.allocate(bytes);
        } catch (OutOfMemoryError e) {
            throw new FormatException(
                    file,
                    "takes %d bytes of memory, more than this process has left".formatted(bytes),
                    "start Java with a larger -Xmx",
                    e);
        }
    }
}
