package fovea.data.sets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where data sets lie: the folder given, {@code $FOVEA_DATA}, and the user's cache ({@code $XDG_CACHE_HOME/fovea/data},
 * else {@code ~/.cache/fovea/data}). In each a set has a folder of its name, with its files under their official names.
 *
 * @param searched in this order
 * @param home where absent sets are brought: the folder given or the cache, never {@code $FOVEA_DATA}, which others share
 */
record DataFolders(List<Path> searched, Path home) {

    static DataFolders of(Optional<Path> given, Map<String, String> environment, Path userHome) {
        Path cache = folder(environment, "XDG_CACHE_HOME")
                .filter(Path::isAbsolute)
                .orElse(userHome.resolve(".cache"))
                .resolve("fovea")
                .resolve("data");
        List<Path> searched = new ArrayList<>();
        given.ifPresent(searched::add);
        folder(environment, "FOVEA_DATA").ifPresent(searched::add);
        searched.add(cache);
        return new DataFolders(List.copyOf(searched), given.orElse(cache));
    }

    private static Optional<Path> folder(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    /** The first folder of a set, or of {@code inner} in it, that has all these files. */
    Optional<Path> find(String set, String inner, List<String> files) {
        return searched.stream()
                .map(folder -> folder.resolve(set))
                .flatMap(folder -> List.of(folder, folder.resolve(inner)).stream())
                .filter(folder -> files.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file))))
                .findFirst();
    }
}
