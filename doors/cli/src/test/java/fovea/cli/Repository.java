package fovea.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources lie that these tests read. */
final class Repository {
    private Repository() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("engine"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
