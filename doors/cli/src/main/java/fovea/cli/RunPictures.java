package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Image;
import fovea.format.CsvTable;
import fovea.plot.ConfusionMatrix;
import fovea.plot.Curves;
import fovea.plot.Pixels;
import fovea.plot.Sheet;
import fovea.train.RunFolder;
import fovea.train.Score;
import fovea.train.metric.Logits;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A run's numbers as pictures. */
record RunPictures(RunFolder folder, String title) {

    /** Loss and accuracy over the epochs, out of the metrics. */
    void curves() {
        CsvTable metrics = CsvTable.read(folder.metrics());
        double[] epochs = column(metrics, "epoch");
        Curves.of(
                        title,
                        "epoch",
                        Curves.Panel.of(
                                "loss, nats",
                                new Curves.Line("training", epochs, column(metrics, "loss")),
                                new Curves.Line("held out", epochs, column(metrics, "test_loss"))),
                        Curves.Panel.shares(
                                "accuracy",
                                new Curves.Line("training", epochs, column(metrics, "accuracy")),
                                new Curves.Line("held out", epochs, column(metrics, "test_accuracy"))))
                .picture()
                .png(folder.curves());
    }

    private static double[] column(CsvTable metrics, String name) {
        return metrics.column(name).stream().mapToDouble(RunPictures::number).toArray();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Which held-out class was taken for which, where there are not too many, and the surest mistakes. */
    void answers(DataSet set, Score score) {
        if (set.classes().size() <= ConfusionMatrix.MOST_CLASSES) {
            ConfusionMatrix.of(title, set.classes(), score.confusion().counts())
                    .picture()
                    .png(folder.confusion());
        }
        mistakes(set, score.mistakes()).picture().png(folder.mistakes());
    }

    /** Pictures with the truth and what was said instead. */
    Sheet mistakes(DataSet set, List<Score.Mistake> mistakes) {
        List<Sheet.Tile> tiles =
                mistakes.stream().map(mistake -> tile(set, mistake)).toList();
        return Sheet.of(title + ": the surest mistakes", tiles);
    }

    private static Sheet.Tile tile(DataSet set, Score.Mistake mistake) {
        return new Sheet.Tile(
                pixels(set.test().get(mistake.index()).image()),
                "truth: " + set.classes().get(mistake.truth()),
                guesses("%s %.0f %%", set.classes(), Logits.top(mistake.probabilities(), 2)));
    }

    /** An image as charts take it. */
    static Pixels pixels(Image image) {
        return new Pixels(image.width(), image.height(), image.channels(), image.pixels());
    }

    /** Such as {@code circle 97.1 %, square 2.2 %}; the format takes a name and a share of a hundred. */
    static String guesses(String format, List<String> classes, List<Logits.Guess> guesses) {
        return guesses.stream()
                .map(guess -> String.format(Locale.ROOT, format, classes.get(guess.label()), 100 * guess.probability()))
                .collect(Collectors.joining(", "));
    }
}
