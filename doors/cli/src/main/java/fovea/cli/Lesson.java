package fovea.cli;

import fovea.format.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A lesson: a program in one file whose first comment says in a sentence what it shows, and then its place and time:
 *
 * <pre>{@code
 * /**
 *  * Finds the nearest picture and takes its class.
 *  *
 *  * <p>Lecture 2, part 1. About 3 s.
 * }</pre>
 *
 * @param file below the folder of lessons' parent, such as {@code examples/lecture02/Nearest.java}
 * @param lecture of the course
 * @param part its place within the lecture, from 1
 * @param seconds it takes about so long
 * @param shows what one learns, in a sentence
 */
record Lesson(Path file, int lecture, int part, int seconds, String shows) {
    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("Lecture (\\d+), part (\\d+)\\. About (\\d+) s\\.");

    /** Where lessons are: {@code examples} in the folder that the launcher names, or here. */
    static Path home() {
        return Path.of(System.getProperty("fovea.home", ""), "examples");
    }

    /** All lessons below a folder, in the order of the course. */
    static List<Lesson> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> read(folder, file).stream())
                    .sorted(Comparator.comparingInt(Lesson::lecture)
                            .thenComparingInt(Lesson::part)
                            .thenComparing(Lesson::file))
                    .toList();
        }
    }

    /** Reads a file's first comment; a program whose comment names no lecture is no lesson. */
    private static Optional<Lesson> read(Path folder, Path file) {
        Matcher comment = COMMENT.matcher(text(file));
        if (!comment.find()) {
            return Optional.empty();
        }
        String words = comment.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
        Matcher place = PLACE.matcher(words);
        if (!place.find()) {
            return Optional.empty();
        }
        String shows = words.substring(0, words.indexOf('.') + 1);
        Path name = Path.of("examples").resolve(folder.relativize(file));
        return Optional.of(new Lesson(name, number(place, 1), number(place, 2), number(place, 3), shows));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    private static int number(Matcher place, int group) {
        return Integer.parseInt(place.group(group));
    }
}
