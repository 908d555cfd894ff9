package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.classic.Labeled;
import fovea.classic.neighbor.Metric;
import fovea.classic.neighbor.NearestNeighbors;
import fovea.data.DataSet;
import fovea.data.sets.DataSets;
import fovea.data.sets.SetOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows that need only seconds and give the same every time, where their data is at hand: in {@code $FOVEA_DATA} or beside the repository. */
class Lecture2Test {
    private static Path folder(String file) {
        Path here = Path.of("").toAbsolutePath();
        Optional<Path> found = Stream.concat(
                        Stream.ofNullable(System.getenv("FOVEA_DATA")).map(Path::of),
                        Stream.iterate(here, path -> path != null, Path::getParent)
                                .flatMap(path -> Stream.of(path.resolve("data"), path.resolve("shared/data"))))
                .filter(path -> Files.exists(path.resolve(file)))
                .findFirst();
        assumeTrue(found.isPresent(), "skipped: " + file + " is absent; set FOVEA_DATA");
        return found.orElseThrow();
    }

    private static DataSet open(String name, Path folder) {
        return DataSets.open(name, SetOptions.DEFAULT.withDownload(false).withDataDir(folder));
    }

    @Test
    void row23FoldsAreWithinAHundredthOfThoseTheAssignmentPrints() {
        Path folder = folder("cifar10/data_batch_1.bin");
        Map<String, Double> figures = NeighborAssignment.run(new Setting(name -> open(name, folder), 42, line -> {}));
        Row row = Lecture2.rows().stream()
                .filter(each -> each.id().equals("2.3"))
                .findFirst()
                .orElseThrow();
        assertThat(row.bar().stream().filter(range -> range.figure().startsWith("k = ")))
                .hasSize(10)
                .allMatch(range -> range.holds(figures));
    }

    @Test
    void row25ThreeNeighborsMistakeAtMostThreeDigitsInAHundred() {
        DataSet set = open("mnist", folder("mnist/train-images-idx3-ubyte.gz"));
        Labeled test = Labeled.of(set.test());
        NearestNeighbors classifier = NearestNeighbors.of(Labeled.of(set.train()), Metric.L2);
        double accuracy = classifier.accuracy(classifier.search().nearest(test.points(), 3), test.labels());
        assertThat(1 - accuracy).isEqualTo(0.0295, org.assertj.core.api.Assertions.offset(0.0005));
        assertThat(1 - accuracy).isLessThanOrEqualTo(0.031);
    }
}
