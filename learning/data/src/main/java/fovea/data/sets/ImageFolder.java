package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.EncodedSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pictures sorted into one folder per class, {@code root/class/x.jpg}: classes in the order of their names, pictures also
 * from folders further down, hidden files left alone.
 *
 * <p>Halves are {@code root/train} and {@code root/test} (or {@code val}) where these exist; otherwise a fifth of every
 * class, drawn by the seed, is kept for testing.
 */
final class ImageFolder {

    private final Path root;
    private final SetOptions options;

    private ImageFolder(Path root, SetOptions options) {
        this.root = root;
        this.options = options;
    }

    static DataSet open(Path root, SetOptions options) {
        if (!Files.isDirectory(root)) {
            throw new DataException(root + " is not a folder", "give folder:PATH with one folder per class in it");
        }
        try {
            return new ImageFolder(root, options).open();
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(
                    "%s cannot be read (%s)".formatted(root, e), "check that the folder and its files may be read", e);
        }
    }

    private DataSet open() throws IOException {
        Path train = root.resolve("train");
        Optional<Path> test = Stream.of("test", "val")
                .map(root::resolve)
                .filter(Files::isDirectory)
                .findFirst();
        PictureTree tree = Files.isDirectory(train) && test.isPresent()
                ? new PictureTree(classes(train), classes(test.get()))
                : PictureTree.split(classes(root), options.seed());
        return tree.open("folder:" + root, root.toString(), options);
    }

    /** The pictures of every class. */
    private static Map<String, List<EncodedSource.Picture>> classes(Path folder) throws IOException {
        Map<String, List<EncodedSource.Picture>> classes = new LinkedHashMap<>();
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> folders = inside.filter(path -> Files.isDirectory(path) && !isHidden(path))
                    .sorted()
                    .toList();
            for (Path path : folders) {
                classes.put(name(path), pictures(path));
            }
        }
        if (classes.size() < 2) {
            throw new DataException(
                    "%s has %s".formatted(folder, classes.isEmpty() ? "no class folders" : "only one class folder"),
                    "make a folder for each of at least two classes and put its pictures there");
        }
        return classes;
    }

    private static List<EncodedSource.Picture> pictures(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = inside.filter(path -> Files.isRegularFile(path) && !isHiddenBelow(folder, path))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new DataException(
                        "class folder %s is empty".formatted(folder), "put pictures into it, or remove it");
            }
            return files.stream()
                    .map(file -> new EncodedSource.Picture(file.toString(), () -> content(file)))
                    .toList();
        }
    }

    private static boolean isHiddenBelow(Path folder, Path path) {
        for (Path part : folder.relativize(path)) {
            if (isHidden(part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHidden(Path path) {
        return name(path).startsWith(".");
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** A file may be replaced by something endless, such as a pipe, after the folder was listed. */
    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "is not a file");
        }
        return Files.readAllBytes(file);
    }
}
