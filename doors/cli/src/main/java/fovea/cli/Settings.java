package fovea.cli;

import fovea.format.FormatException;
import java.nio.file.Path;
import java.util.List;

/**
 * The values of a file, each checked as it is taken.
 *
 * @param remedy what to do where one is not as it should be
 */
record Settings(Path file, Json json, String remedy) {

    String text(String name) {
        return as(name, String.class);
    }

    boolean truth(String name) {
        return as(name, Boolean.class);
    }

    double number(String name) {
        return as(name, Number.class).doubleValue();
    }

    long seed() {
        return as("seed", Long.class);
    }

    int whole(String name, int least, int most) {
        long value = as(name, Long.class);
        if (value < least || value > most) {
            throw wrong(name, value);
        }
        return (int) value;
    }

    <T> List<T> list(String name, Class<T> type) {
        List<?> list = as(name, List.class);
        for (Object each : list) {
            if (!type.isInstance(each)) {
                throw wrong(name, each);
            }
        }
        return list.stream().map(type::cast).toList();
    }

    private <T> T as(String name, Class<T> type) {
        Object value = json.values().get(name);
        if (!type.isInstance(value)) {
            throw wrong(name, value == null ? "missing" : value);
        }
        return type.cast(value);
    }

    /** A value that cannot be. */
    FormatException wrong(String name, Object value) {
        return new FormatException(file, name + " is " + value, remedy);
    }
}
