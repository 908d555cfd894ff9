package fovea.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real files that are not part of the repository: the data folder named by {@code FOVEA_DATA}, else {@code shared/data}
 * beside the repository, and the conformance packs beside it. Tests that need an absent one are skipped, by its name.
 */
final class SharedFiles {

    private SharedFiles() {}

    static Path data(String name) {
        return existing(dataFolder().resolve(name));
    }

    static Path conformance(String name) {
        return existing(dataFolder().resolveSibling("conformance").resolve(name));
    }

    private static Path dataFolder() {
        String named = System.getenv("FOVEA_DATA");
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve("shared/data"))) {
            folder = folder.getParent();
        }
        return folder.resolve("shared/data");
    }

    private static Path existing(Path file) {
        assumeTrue(Files.exists(file), "skipped: " + file + " is absent");
        return file;
    }
}
