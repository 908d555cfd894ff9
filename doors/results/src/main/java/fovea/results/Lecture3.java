package fovea.results;

import java.util.List;

/** Published results of lecture 3, losses, optimization and features. */
final class Lecture3 {
    private Lecture3() {}

    static List<Row> rows() {
        return List.of();
    }
}
