package fovea.results;

import java.util.List;

/** Published results of lecture 4, backpropagation and small nets. */
final class Lecture4 {
    private Lecture4() {}

    static List<Row> rows() {
        return List.of(new Row(
                "4.4",
                "LeCun's net of 1989",
                "4.09 %",
                "mnist",
                List.of(Range.within("test error", 0.041, 0.005)),
                List.of(),
                Digits1989::run));
    }
}
