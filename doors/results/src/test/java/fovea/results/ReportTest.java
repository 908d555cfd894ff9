package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Measured.Place PLACE = new Measured.Place("cifar10 00", 1, "a machine", "abc", "2026-11-27");

    private static Measured net(String row, String name, double accuracy, double multiplyAdds) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test accuracy, " + name, accuracy);
        figures.put("parameters, " + name, 269_722.0);
        figures.put("multiply-adds, " + name, multiplyAdds);
        figures.put("memory MB, " + name, 0.8154);
        figures.put("training s, " + name, 1234.4);
        return new Measured(row, new LinkedHashMap<>(figures), 1300, PLACE);
    }

    private static Ledger none() {
        return new Ledger(new LinkedHashMap<>());
    }

    @Test
    void networksAreInATableTheCheapestFirstAndInThePicture(@TempDir Path folder) throws Exception {
        Ledger ledger = none().with(net("9.1", "ResNet-20", 0.87, 40_551_040))
                .with(net("9.12", "cuda-convnet", 0.81, 34_689_024));
        Report.write(ledger, folder);
        String page = Files.readString(folder.resolve("results.md"));
        assertThat(page)
                .contains("| ResNet-20 | 9.1 | 269,722 | 40,551,040 | 0.82 MB | 0.8700 | 1,234 |")
                .contains("(images/accuracy-cost.svg)");
        assertThat(page.indexOf("| cuda-convnet | 9.12")).isPositive().isLessThan(page.indexOf("| ResNet-20 | 9.1"));
        assertThat(Files.readString(folder.resolve("images/accuracy-cost.svg")))
                .contains(">ResNet-20<", ">cuda-convnet<");
        assertThat(Report.read(folder)).isEqualTo(ledger);
    }

    /** A picture of nothing would be a lie; one that is left from before would, too. */
    @Test
    void withoutNetworksThereIsNeitherTableNorPicture(@TempDir Path folder) throws Exception {
        Report.write(none().with(net("9.1", "ResNet-20", 0.87, 40_551_040)), folder);
        Measured accuracyOnly = new Measured(
                "9.2",
                new LinkedHashMap<>(Map.of("test accuracy, plain-20", 0.8, "multiply-adds, plain-20", 4e7)),
                1,
                PLACE);
        Report.write(none().with(accuracyOnly), folder);
        assertThat(Files.readString(folder.resolve("results.md"))).doesNotContain("Accuracy and cost", "accuracy-cost");
        assertThat(folder.resolve("images/accuracy-cost.svg")).doesNotExist();
    }

    @Test
    void joinedMeasurementsReplaceThoseOfTheirRows() {
        Ledger joined = none().with(net("9.1", "ResNet-20", 0.5, 1))
                .with(net("9.3", "other", 0.6, 2))
                .with(none().with(net("9.1", "ResNet-20", 0.87, 3)).with(net("9.4", "third", 0.9, 4)));
        assertThat(joined.measured().keySet()).containsExactly("9.1", "9.3", "9.4");
        assertThat(joined.measured().get("9.1").figures()).containsEntry("test accuracy, ResNet-20", 0.87);
    }
}
