package fovea.conformance.files;

import fovea.format.FormatException;
import fovea.format.TarFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * A pack of files, unpacked into a folder of its own until it is closed: a {@code .tar.gz} with the list {@code
 * expected.json} in its top folder and beside it the files.
 */
public final class FilePack implements AutoCloseable {
    private static final String LIST = "expected.json";
    private static final long MOST_BYTES = 1 << 30;
    private static final String REMEDY = "give a pack of files, such as formats-dev.tar.gz";

    private final Path archive;
    private final Path folder;
    private final List<FileCase> cases = new ArrayList<>();

    private FilePack(Path archive, Path folder) {
        this.archive = archive;
        this.folder = folder;
    }

    /**
     * Unpacks a pack and reads its list.
     *
     * @throws FormatException if it is missing, damaged or no such pack
     */
    public static FilePack open(Path archive) {
        Map<String, byte[]> files = TarFiles.read(archive, MOST_BYTES);
        FilePack pack = new FilePack(archive, temporary());
        boolean opened = false;
        try {
            pack.fill(files);
            opened = true;
            return pack;
        } finally {
            if (!opened) {
                pack.close();
            }
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("fovea-formats").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill(Map<String, byte[]> files) {
        String list = files.keySet().stream()
                .filter(name -> name.equals(LIST) || name.endsWith("/" + LIST))
                .findFirst()
                .orElseThrow(() -> new FormatException(archive, "has no " + LIST, REMEDY));
        String top = list.substring(0, list.length() - LIST.length());
        files.forEach((name, bytes) -> {
            if (name.startsWith(top)) {
                write(name.substring(top.length()), bytes);
            }
        });
        try {
            for (Object each : (List<?>) PackJson.read(files.getOrDefault(list, new byte[0]))) {
                cases.add(FileCase.of((Map<?, ?>) each));
            }
        } catch (JacksonException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            throw new FormatException(
                    archive, "has a %s that cannot be read: %s".formatted(LIST, e.getMessage()), REMEDY, e);
        }
    }

    private void write(String name, byte[] bytes) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new FormatException(archive, "has a file outside of its folder: " + name, REMEDY);
        }
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw FormatException.unwritable(file, bytes.length, e);
        }
    }

    /** All cases, in the pack's order. */
    public List<FileCase> cases() {
        return List.copyOf(cases);
    }

    /** Where a case's file lies. */
    Path file(FileCase of) {
        Path file = folder.resolve(of.file()).normalize();
        if (!file.startsWith(folder)) {
            throw new FormatException(archive, "names a file outside of it: " + of.file(), REMEDY);
        }
        return file;
    }

    /** Names of all files that are there now. */
    Set<String> names() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the unpacked files. */
    @Override
    public void close() {
        remove(folder);
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
