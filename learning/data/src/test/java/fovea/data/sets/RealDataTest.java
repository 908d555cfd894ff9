package fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.data.DataSet;
import fovea.data.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files as they are published, where this machine has them. */
class RealDataTest {

    @Test
    void readsMnist() {
        DataSet set = open("mnist", "train-images-idx3-ubyte.gz");
        assertThat(counts(set.train())).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(counts(set.test())).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        assertThat(set.train().height()).isEqualTo(28);
        assertThat(set.train().width()).isEqualTo(28);
        // The figures everybody uses: 0.1307 and 0.3081.
        assertThat(set.normalization().mean().getFirst()).isCloseTo(0.1307, within(5e-5));
        assertThat(set.normalization().std().getFirst()).isCloseTo(0.3081, within(5e-5));
    }

    @Test
    void readsFashionMnist() {
        DataSet set = open("fashion-mnist", "train-images-idx3-ubyte.gz");
        assertThat(counts(set.train())).containsOnly(6000).hasSize(10);
        assertThat(counts(set.test())).containsOnly(1000).hasSize(10);
        assertThat(set.normalization().mean().getFirst()).isCloseTo(0.2860, within(5e-5));
        assertThat(set.normalization().std().getFirst()).isCloseTo(0.3530, within(5e-5));
    }

    @Test
    void readsCifar10() {
        DataSet set = open("cifar10", "data_batch_1.bin");
        assertThat(counts(set.train())).containsOnly(5000).hasSize(10);
        assertThat(counts(set.test())).containsOnly(1000).hasSize(10);
        assertThat(counts(set.train().first(10_000)))
                .containsExactly(1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981);
        // The original's mean is 0.4914, 0.4822, 0.4465; its JPEG copy's hardly differs.
        assertThat(set.normalization().mean())
                .allSatisfy(mean -> assertThat(mean).isBetween(0.43, 0.50));
        assertThat(set.normalization().mean().getFirst()).isCloseTo(0.4914, within(2e-3));
        assertThat(set.normalization().mean().get(2)).isCloseTo(0.4465, within(2e-3));
    }

    private static DataSet open(String set, String file) {
        Optional<Path> folder = folders(set)
                .filter(candidate -> Files.isRegularFile(candidate.resolve(set).resolve(file))
                        || Files.isRegularFile(candidate
                                .resolve(set)
                                .resolve("cifar-10-batches-bin")
                                .resolve(file)))
                .findFirst();
        assumeTrue(folder.isPresent(), set + " is not on this machine");
        return DataSets.open(set, SetOptions.DEFAULT.withDataDir(folder.get()).withDownload(false));
    }

    /** {@code $FOVEA_DATA}, else {@code ../shared/data} as seen from some folder above. */
    private static Stream<Path> folders(String set) {
        String given = System.getenv("FOVEA_DATA");
        if (given != null) {
            return Stream.of(Path.of(given));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("../shared/data").normalize())
                .filter(path -> Files.isDirectory(path.resolve(set)));
    }

    private static List<Integer> counts(Source source) {
        Integer[] counts = new Integer[source.classes().size()];
        Arrays.fill(counts, 0);
        for (int i = 0; i < source.size(); i++) {
            counts[source.get(i).label()]++;
        }
        return List.of(counts);
    }
}
