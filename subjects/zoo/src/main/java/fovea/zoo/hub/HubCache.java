package fovea.zoo.hub;

import fovea.data.DataException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that Hugging Face's programs keep models in, which others than ours use too: contents under their checksums in {@code
 * models--ORG--NAME/blobs}, links to them by name in {@code snapshots/COMMIT}, and in {@code refs} which commit a branch was at.
 *
 * @param root {@code $HF_HUB_CACHE}, or {@code hub} in {@code $HF_HOME}, or in {@code ~/.cache/huggingface}
 * @see <a href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache">Hugging Face, the cache system</a>
 */
public record HubCache(Path root) {
    private static final String COMMIT = "[0-9a-f]{40}";

    /** Where these variables say it is. */
    static HubCache of(Map<String, String> environment) {
        String cache = environment.get("HF_HUB_CACHE");
        if (cache != null && !cache.isBlank()) {
            return new HubCache(Path.of(cache));
        }
        String home = environment.get("HF_HOME");
        if (home != null && !home.isBlank()) {
            return new HubCache(Path.of(home).resolve("hub"));
        }
        return new HubCache(caches(environment).resolve("huggingface").resolve("hub"));
    }

    static Path caches(Map<String, String> environment) {
        String caches = environment.get("XDG_CACHE_HOME");
        return caches != null && !caches.isBlank()
                ? Path.of(caches)
                : Path.of(System.getProperty("user.home"), ".cache");
    }

    private Path folder(HubName name) {
        return root.resolve("models--" + name.repository().replace("/", "--"));
    }

    Path blobs(HubName name) {
        return folder(name).resolve("blobs");
    }

    private Path snapshot(HubName name, String commit, String file) {
        return folder(name).resolve("snapshots").resolve(commit).resolve(file);
    }

    /** A file that is here already, at the commit its branch was at when it was last asked for. */
    Optional<Path> find(HubName name, String file) {
        return commit(name).map(commit -> snapshot(name, commit, file)).filter(Files::isRegularFile);
    }

    private Optional<String> commit(HubName name) {
        if (name.revision().matches(COMMIT)) {
            return Optional.of(name.revision());
        }
        Path ref = folder(name).resolve("refs").resolve(name.revision());
        try {
            return Files.isRegularFile(ref) && Files.size(ref) <= 64
                    ? Optional.of(Files.readString(ref).strip()).filter(commit -> commit.matches(COMMIT))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Whether the revision is a commit, whose files never change. */
    static boolean isFixed(HubName name) {
        return name.revision().matches(COMMIT);
    }

    /** Gives a blob its name in a commit, and notes that the branch is there. */
    Path link(HubName name, String commit, String file, Path blob) {
        Path link = snapshot(name, commit, file);
        try {
            Files.createDirectories(link.resolveSibling(""));
            if (!Files.exists(link)) {
                link(link, blob);
            }
            if (!isFixed(name)) {
                Path ref = folder(name).resolve("refs").resolve(name.revision());
                Files.createDirectories(ref.resolveSibling(""));
                Files.writeString(ref, commit);
            }
            return link;
        } catch (IOException e) {
            throw new DataException(link + " cannot be written: " + e, "make room there or check its permissions", e);
        }
    }

    private static void link(Path link, Path blob) throws IOException {
        Path target = link.resolveSibling("").relativize(blob);
        try {
            Files.createSymbolicLink(link, target);
        } catch (FileAlreadyExistsException _) {
            Files.delete(link); // to a blob that is gone
            Files.createSymbolicLink(link, target);
        } catch (UnsupportedOperationException _) {
            Files.copy(blob, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
