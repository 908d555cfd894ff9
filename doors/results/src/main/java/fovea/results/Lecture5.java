package fovea.results;

import java.util.List;

/** Published results of lecture 5, convolutional nets. */
final class Lecture5 {
    private Lecture5() {}

    static List<Row> rows() {
        return List.of();
    }
}
