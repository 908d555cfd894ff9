package fovea.format;

import java.nio.file.Path;
import java.util.List;

/** A text file of names, one a line; blank lines and space around names do not count. */
final class NameList {

    private NameList() {}

    /** Reads exactly {@code count} different names from a file of at most {@code most} bytes. */
    static List<String> read(Path file, int count, long most) {
        List<String> names = Utf8.read(file, most)
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.size() != count) {
            throw wrong(file, "has %d names: expected %d".formatted(names.size(), count));
        }
        if (names.stream().distinct().count() != count) {
            throw wrong(file, "has a name twice: expected %d different ones".formatted(count));
        }
        if (names.stream().anyMatch(name -> name.chars().anyMatch(Character::isISOControl))) {
            throw wrong(file, "has a control character in a name");
        }
        return names;
    }

    private static FormatException wrong(Path file, String what) {
        return new FormatException(file, what, "fetch the file again, from its official address");
    }
}
