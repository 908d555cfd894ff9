package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.Normalization;
import fovea.data.Seed;
import fovea.data.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Pictures sorted into one folder per class, {@code root/class/x.jpg}: classes in the order of their names, pictures also
 * from folders further down, hidden files left alone.
 *
 * <p>Halves are {@code root/train} and {@code root/test} (or {@code val}) where these exist; otherwise a fifth of every
 * class, drawn by the seed, is kept for testing.
 */
final class ImageFolder {

    private static final double TEST_SHARE = 0.2;

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
        Map<String, List<Path>> training = new LinkedHashMap<>();
        Map<String, List<Path>> testing = new LinkedHashMap<>();
        if (Files.isDirectory(train) && test.isPresent()) {
            training.putAll(classes(train));
            testing.putAll(classes(test.get()));
        } else {
            split(classes(root), training, testing);
        }
        return decode(training, testing);
    }

    private DataSet decode(Map<String, List<Path>> training, Map<String, List<Path>> testing) {
        List<String> classes = List.copyOf(training.keySet());
        for (String name : testing.keySet()) {
            if (!classes.contains(name)) {
                throw new DataException(
                        "%s: class %s is tested but not trained".formatted(root, name),
                        "put a folder of that name among the training ones");
            }
        }
        PictureReader reader = new PictureReader(classes, options);
        reader.checkMemory(count(training) + count(testing));
        Source train = reader.read(training, root + " (training)");
        Source test = reader.read(testing, root + " (testing)");
        return new DataSet("folder:" + root, train, test, Normalization.of(train), reader.skipped());
    }

    private static int count(Map<String, List<Path>> half) {
        return half.values().stream().mapToInt(List::size).sum();
    }

    /** The pictures of every class. */
    private static Map<String, List<Path>> classes(Path folder) throws IOException {
        Map<String, List<Path>> classes = new LinkedHashMap<>();
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

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = inside.filter(path -> Files.isRegularFile(path) && !isHiddenBelow(folder, path))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new DataException(
                        "class folder %s is empty".formatted(folder), "put pictures into it, or remove it");
            }
            return files;
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

    /** A fifth of each class, at least one picture of it if it has two. */
    private void split(Map<String, List<Path>> all, Map<String, List<Path>> training, Map<String, List<Path>> testing) {
        int label = 0;
        for (Map.Entry<String, List<Path>> entry : all.entrySet()) {
            List<Path> shuffled = new ArrayList<>(entry.getValue());
            Collections.shuffle(shuffled, Random.from(new SplittableRandom(Seed.of(options.seed(), label++))));
            int tests = shuffled.size() < 2 ? 0 : (int) Math.max(1, Math.round(TEST_SHARE * shuffled.size()));
            testing.put(
                    entry.getKey(), shuffled.subList(0, tests).stream().sorted().toList());
            training.put(
                    entry.getKey(),
                    shuffled.subList(tests, shuffled.size()).stream().sorted().toList());
        }
    }
}
