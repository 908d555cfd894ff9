package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionMatrixTest {

    private static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    /** Nine of ten right, the tenth taken for the next class. */
    private static ConfusionMatrix good(int classes) {
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < classes; i++) {
            counts[i][i] += 90;
            counts[i][(i + 1) % classes] += 10;
        }
        return ConfusionMatrix.of("LeNet-5", names(classes), counts);
    }

    private static Drawing drawn(ConfusionMatrix matrix) {
        Drawing drawing = new ConfusionMatrixLayout(matrix).drawing();
        Pages.assertTextsInside(drawing);
        return drawing;
    }

    private static List<Mark.Box> boxes(Drawing drawing, double share) {
        return Pages.marks(drawing, Mark.Box.class).stream()
                .filter(box -> box.width() == box.height() && box.rgb() == Palette.share(share))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 20, 43, 100})
    void theDiagonalOfAGoodClassifierIsDark(int classes) {
        Drawing drawing = drawn(good(classes));
        Picture picture = new Picture(drawing);
        List<Mark.Box> right = boxes(drawing, 0.9), wrong = boxes(drawing, 0.1);
        assertThat(right)
                .hasSize(classes)
                .allSatisfy(box -> assertThat(box.x() - right.getFirst().x())
                        .isEqualTo(box.y() - right.getFirst().y()));
        assertThat(wrong).hasSize(classes);
        int dark = Pages.color(picture, right.getLast().x() + 1, right.getLast().y() + 1);
        int light =
                Pages.color(picture, wrong.getFirst().x() + 1, wrong.getFirst().y() + 1);
        assertThat(dark).isEqualTo(Palette.share(0.9));
        assertThat(light).isEqualTo(Palette.share(0.1));
        assertThat(Palette.luminance(dark)).isLessThan(Palette.luminance(light) / 5);
    }

    @Test
    void fewClassesHaveNumbersAndAllNames() {
        assertThat(Pages.texts(drawn(good(10)))).contains("truth", "predicted", "LeNet-5: accuracy 90.0 %", "90", "10");
        assertThat(Pages.texts(drawn(good(10))).stream().filter(text -> text.equals("class 7")))
                .hasSize(2);
    }

    @Test
    void manyClassesHaveFewerNamesAndNoNumbers() {
        List<String> texts = Pages.texts(drawn(good(100)));
        assertThat(texts).contains("class 0").doesNotContain("class 1", "90", "10");
        assertThat(texts).filteredOn(text -> text.startsWith("class ")).hasSizeBetween(40, 80);
    }

    @Test
    void rareClassesAreAsDarkAsFrequentOnes() {
        Drawing drawing = drawn(ConfusionMatrix.of("", names(2), new long[][] {{1, 1}, {1_000_000, 1_000_000}}));
        assertThat(boxes(drawing, 0.5)).hasSize(4);
    }

    @Test
    void accuracyIsNeverFlattered() {
        assertThat(accuracy(1, 0)).isEqualTo("accuracy 100.0 %");
        assertThat(accuracy(999, 1)).isEqualTo("accuracy 99.9 %");
        assertThat(accuracy(9_999, 1)).isEqualTo("accuracy 99.99 %");
        assertThat(accuracy(999_999, 1)).isEqualTo("accuracy 99.99 %");
        assertThat(accuracy(2, 1)).isEqualTo("accuracy 66.7 %");
        assertThat(accuracy(0, 5)).isEqualTo("accuracy 0.0 %");
        assertThat(accuracy(0, 0)).isEqualTo("no samples");
    }

    private static String accuracy(long right, long wrong) {
        return ConfusionMatrix.of("", names(2), new long[][] {{right, wrong}, {0, 0}})
                .accuracy();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 500, 1000})
    void anyNumberOfClassesIsDrawn(int classes) {
        Picture picture =
                new Picture(drawn(ConfusionMatrix.of("none yet", names(classes), new long[classes][classes])));
        assertThat(picture.width()).isLessThan(2600);
        assertThat(picture.height()).isLessThan(2600);
    }

    @Test
    void longNamesAndLargeCountsStayOnThePage() {
        List<String> names = List.of("an endless name ".repeat(20), "b", "");
        Drawing drawing = drawn(ConfusionMatrix.of("a title that does not fit ".repeat(9), names, new long[][] {
            {1L << 40, 1, 2}, {3, 4, 5}, {6, 7, 8}
        }));
        assertThat(Pages.texts(drawing))
                .filteredOn(text -> text.startsWith("an endless") && text.endsWith("…"))
                .hasSize(2);
    }

    @Test
    void aLongTitleLeavesRoomForTheAccuracy() {
        Drawing drawing = drawn(ConfusionMatrix.of("endless ".repeat(30), names(2), new long[][] {{1, 0}, {1, 2}}));
        assertThat(Pages.texts(drawing)).anyMatch(text -> text.matches("endless .*…: accuracy 75.0 %"));
    }

    @Test
    void theSameCountsGiveTheSameBytes() {
        assertThat(good(10).picture().png()).isEqualTo(good(10).picture().png());
        assertThat(good(10).picture().svg()).isEqualTo(good(10).picture().svg());
    }

    @Test
    void wrongInputIsRefused() {
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> ConfusionMatrix.of("", names(3), new long[3][2]))
                .withMessage("confusion matrix: 3 classes and 3 rows of up to 2 counts\n"
                        + "  give one row and one column for each class");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> ConfusionMatrix.of("", names(1), new long[][] {{-1}}))
                .withMessageContaining("below zero");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> ConfusionMatrix.of("", List.of(), new long[0][0]));
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> ConfusionMatrix.of("", names(1001), new long[0][0]))
                .withMessageContaining("1001 classes");
    }
}
