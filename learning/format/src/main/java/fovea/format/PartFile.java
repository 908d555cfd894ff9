package fovea.format;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A file written under a temporary name beside its target; it takes the target's name only on {@link #commit}. */
final class PartFile implements AutoCloseable {
    static final String SUFFIX = ".fovea-part";

    private static final int BUFFER = 1 << 16;
    private static final AtomicLong NEXT = new AtomicLong();
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(PartFile::removeUnfinished, "fovea-part-files"));
        } catch (IllegalStateException _) {
            // Already shutting down: whoever still writes now cleans up by close() alone.
        }
    }

    private final Path target;
    private final Path part;
    private final FileOutputStream file;
    private final OutputStream stream;
    private boolean finished;

    private PartFile(Path target, Path part) throws IOException {
        this.target = target;
        this.part = part;
        // Not a FileChannel: that one closes when its thread is interrupted, and a last checkpoint must still get out.
        this.file = new FileOutputStream(part.toFile());
        this.stream = new BufferedOutputStream(file, BUFFER) {
            @Override
            public void close() throws IOException {
                flush(); // A body may close what it was lent; the file is still to be synchronized.
            }
        };
    }

    /** Starts a part file beside {@code target}, with the permissions the target would have got. */
    static PartFile beside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        String name = ".%s.%d-%d%s"
                .formatted(absolute.getFileName(), ProcessHandle.current().pid(), NEXT.incrementAndGet(), SUFFIX);
        Path part = absolute.resolveSibling(name);
        Files.createFile(part);
        UNFINISHED.add(part);
        try {
            return new PartFile(absolute, part);
        } catch (IOException e) {
            discard(part);
            throw e;
        }
    }

    OutputStream stream() {
        return stream;
    }

    /** Puts everything on the disk, then gives the file its target's name, replacing what had it. */
    void commit() throws IOException {
        finish();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        UNFINISHED.remove(part);
        syncFolder();
    }

    /** Puts everything on the disk, still under the temporary name; for sets of files that are committed together. */
    void finish() throws IOException {
        if (!finished) {
            stream.flush();
            file.getFD().sync();
            file.close();
            finished = true;
        }
    }

    /** Removes the part file unless it was committed. */
    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            discard(part);
        }
    }

    /** The rename itself survives a power cut only once the folder is on the disk too; not every system can do that. */
    private void syncFolder() {
        Path folder = target.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Windows refuses to open folders; the file is whole either way.
        }
    }

    private static void discard(Path part) throws IOException {
        if (UNFINISHED.remove(part)) {
            Files.deleteIfExists(part);
        }
    }

    private static void removeUnfinished() {
        for (Path part : UNFINISHED) {
            try {
                discard(part);
            } catch (IOException _) {
                // The process ends; WholeFile.removeLeftovers finds it next time.
            }
        }
    }
}
