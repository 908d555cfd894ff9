package fovea.results;

import java.util.List;

/** Published results of lecture 4, backpropagation and small nets. */
final class Lecture4 {
    private Lecture4() {}

    static List<Row> rows() {
        return List.of();
    }
}
