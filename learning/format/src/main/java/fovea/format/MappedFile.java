package fovea.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An ordinary file whose bytes can be read as memory, without copying, from any thread until {@link #close}: what every
 * reader of whole files begins with.
 */
public final class MappedFile implements AutoCloseable {
    private final Path file;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Path file, Arena arena, MemorySegment bytes) {
        this.file = file;
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * Maps a file.
     *
     * @throws FormatException if it is missing, forbidden, or a folder, pipe or device
     */
    public static MappedFile open(Path file) {
        RegularFile.size(file);
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            opened = true;
            return new MappedFile(file, arena, bytes);
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /** The file, as the caller named it. */
    public Path file() {
        return file;
    }

    /** All its bytes, read-only. */
    public MemorySegment bytes() {
        return bytes;
    }

    /**
     * Zeroed memory of the Java heap for a part of {@code file}.
     *
     * @throws FormatException if this process may not use that much, or has not got it left
     */
    public static MemorySegment memory(Path file, long bytes) {
        return RegularFile.memory(file, bytes);
    }

    /** Unmaps the file; its bytes can be read no more. Closing twice does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
