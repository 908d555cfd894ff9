package fovea.results;

import java.util.List;

/** Published results of lecture 4, backpropagation and small nets. */
final class Lecture4 {
    private Lecture4() {}

    static List<Row> rows() {
        return List.of(lecun1989());
    }

    private static Row lecun1989() {
        List<Range> bar = List.of(Range.within("test error", 0.041, 0.005), Range.atMost("modern test error", 0.016));
        return new Row(
                "4.4",
                "LeCun's net of 1989, as then and as now",
                "5.00 % in the paper; 4.09 % again, 1.59 % modernized (karpathy/lecun1989-repro, README.md and"
                        + " modern.py; 90 s on an M1)",
                "mnist: 7,291 random training pictures made 16 × 16, all 10,000 test pictures alike (the paper had"
                    + " 2,007); 23 epochs of one picture at a time, squared error; then 80 of 16 with cross-entropy,"
                    + " AdamW in one cycle, ReLU, dropout, shifts by a pixel",
                bar,
                List.of(bar.get(0), bar.get(1), Range.atMost("modern training s", 15)),
                Digits1989::run);
    }
}
