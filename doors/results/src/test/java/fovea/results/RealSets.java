package fovea.results;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.sets.DataSets;
import fovea.data.sets.SetOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Real data sets, where they are at hand: in {@code $FOVEA_DATA}, or in {@code ../data} seen from some folder above. */
final class RealSets {
    private RealSets() {}

    /** The set, or the test is skipped by name. */
    static DataSet open(String name) {
        SetOptions options = SetOptions.DEFAULT.withDownload(false);
        try {
            return DataSets.open(name, beside(name).map(options::withDataDir).orElse(options));
        } catch (DataException e) {
            return Assumptions.abort("skipped: " + name + " is not here; FOVEA_DATA can name its folder");
        }
    }

    private static Optional<Path> beside(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path data = folder.resolve("data");
            if (Files.isDirectory(data.resolve(name))) {
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }
}
