package fovea.results;

import java.util.List;

/** Published results of lecture 16, adversaries and Howard's seed. */
final class Lecture16 {
    private Lecture16() {}

    static List<Row> rows() {
        return List.of(new Row(
                "16.10",
                "eight edge filters, largest answers in 4 × 4 parts, nearest mean: eights against ones",
                "96.1 % (TP 5223, FP 287, FN 166, TN 5892; J. Howard, fastai/courses,"
                        + " deeplearning1/nbs/convolution-intro.ipynb)",
                "mnist: the last 55,000 training pictures, templates measured on the pictures they are made of, as"
                        + " published; then the same net with its filters learned (8 of 3 × 3, Adam, 12 epochs)",
                List.of(Range.within("accuracy", 0.961, 0.003)),
                List.of(Range.within("accuracy", 0.961, 0.003), Range.atLeast("learned filters' accuracy", 0.997)),
                EdgeFingerprints::run));
    }
}
