package fovea.onednn;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder where native libraries from a jar lie as files, since only files can be loaded.
 *
 * <p>Below the root, a folder named after the contents' checksums holds them: another version never meets this one. A file is
 * written beside its place and renamed over it, so that a reader sees all of it or nothing, whatever number of processes start at
 * once or die. Every start compares size and CRC-32 with the jar's directory; a damaged file is replaced, never patched, because
 * another process may have it mapped.
 */
final class NativeCache implements AutoCloseable {

    private static final int CHUNK = 1 << 18;
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final @Nullable Path root;
    private @Nullable Path passing;

    /** @param root where to keep the files, or null for a folder that is deleted again by {@link #close()} */
    NativeCache(@Nullable Path root) {
        this.root = root;
    }

    /** In the order to try: the user's cache, then a passing folder where temporary files go. */
    static List<NativeCache> candidates() {
        List<NativeCache> found = new ArrayList<>();
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getProperty("user.home");
        if (cache != null && cache.startsWith("/")) {
            found.add(new NativeCache(Path.of(cache, "fovea", "natives")));
        } else if (home != null && home.startsWith("/")) {
            found.add(new NativeCache(Path.of(home, ".cache", "fovea", "natives")));
        }
        found.add(new NativeCache(null));
        return found;
    }

    /** A folder that holds all these files, unpacked now if need be; they must be of one folder themselves. */
    Path folder(URL... resources) throws IOException {
        if (resources[0].getProtocol().equals("file")) {
            return file(resources[0]).resolveSibling("");
        }
        List<Packed> packed = new ArrayList<>();
        StringBuilder id = new StringBuilder();
        for (URL resource : resources) {
            Packed p = Packed.of(resource);
            packed.add(p);
            id.append(id.isEmpty() ? "" : "-").append(String.format("%08x", p.crc()));
        }
        Path folder = Files.createDirectories(root().resolve(id.toString()));
        for (Packed p : packed) {
            Path file = folder.resolve(p.name());
            if (!p.isAt(file)) {
                deleteAbandoned(folder);
                p.unpack(file);
            }
        }
        return folder;
    }

    private Path root() throws IOException {
        if (root != null) {
            return root;
        }
        if (passing == null) {
            passing = Files.createTempDirectory("fovea-natives-");
        }
        return passing;
    }

    /** Deletes a passing folder. What was loaded from it stays mapped. */
    @Override
    public void close() {
        if (passing == null) {
            return;
        }
        try (var files = Files.walk(passing)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system clears its temporary folder; a leftover there is no reason to run without oneDNN.
            passing.toFile().deleteOnExit();
        }
    }

    /** What a dying process left behind; anything younger may be at work. */
    private static void deleteAbandoned(Path folder) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*.part")) {
            for (Path leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover).compareTo(limit) < 0) {
                    Files.deleteIfExists(leftover);
                }
            }
        } catch (NoSuchFileException | DirectoryIteratorException e) {
            // Another process has just finished its file: this clearing can wait for the next start.
            return;
        }
    }

    private static Path file(URL resource) throws IOException {
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IOException("not a file: " + resource, e);
        }
    }

    /** A failure in a few words: the file system's exceptions often say no more than a path. */
    static String describe(Exception e) {
        String name = e.getClass().getSimpleName();
        return e instanceof IOException ? name + ": " + e.getMessage() : String.valueOf(e.getMessage());
    }

    @Override
    public String toString() {
        return root == null ? "a temporary folder" : root.toString();
    }

    /** A library inside a jar, with the size (bytes) and checksum it must have outside. */
    record Packed(URL resource, String name, long size, long crc) {

        static Packed of(URL resource) throws IOException {
            String path = resource.getPath();
            String name = path.substring(path.lastIndexOf('/') + 1);
            URLConnection connection = resource.openConnection();
            connection.setUseCaches(false);
            if (connection instanceof JarURLConnection inJar) {
                try (JarFile jar = inJar.getJarFile()) {
                    JarEntry entry = jar.getJarEntry(inJar.getEntryName());
                    if (entry != null && entry.getSize() >= 0 && entry.getCrc() >= 0) {
                        return new Packed(resource, name, entry.getSize(), entry.getCrc());
                    }
                }
            }
            return counted(resource, name);
        }

        /** Where no directory tells (a runtime image), the contents are read through once. */
        private static Packed counted(URL resource, String name) throws IOException {
            CRC32 crc = new CRC32();
            try (InputStream in = new CheckedInputStream(resource.openStream(), crc)) {
                long size = in.transferTo(OutputStream.nullOutputStream());
                return new Packed(resource, name, size, crc.getValue());
            }
        }

        boolean isAt(Path file) throws IOException {
            return Files.isRegularFile(file) && Files.size(file) == size && checksum(file) == crc;
        }

        private static long checksum(Path file) throws IOException {
            CRC32 crc = new CRC32();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
                while (channel.read(buffer.clear()) > 0) {
                    crc.update(buffer.flip());
                }
            }
            return crc.getValue();
        }

        void unpack(Path file) throws IOException {
            Path part = Files.createTempFile(file.toAbsolutePath().getParent(), name, ".part");
            try (InputStream in = resource.openStream()) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                if (!isAt(part)) {
                    throw new IOException("unpacking " + resource + " gave other bytes than the jar promises");
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }
}
