package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.scenes.Scenes;
import java.nio.file.Path;
import java.util.List;

/**
 * Sets by name: {@code scenes}, {@code mnist}, {@code fashion-mnist}, {@code cifar10}, {@code cifar100},
 * {@code folder:PATH} and {@code archive:PATH}.
 *
 * <p>All but the first are looked for in {@link SetOptions#dataDir}, then {@code $FOVEA_DATA}, then the user's cache
 * ({@code $XDG_CACHE_HOME/fovea/data}, else {@code ~/.cache/fovea/data}), as {@code <folder>/<set>/<official file>}. What is
 * in none of them is fetched from its official address into the first or, if none was given, the cache.
 *
 * <p>A folder has one folder of pictures per class, or two such trees, {@code train} and {@code test} (or {@code val});
 * without them a fifth of every class is kept for testing. The same may lie in an archive, {@code .zip}, {@code .tar} or {@code .tar.gz},
 * which is not unpacked.
 */
public final class DataSets {

    private static final String FOLDER = "folder:";
    private static final String ARCHIVE = "archive:";

    private DataSets() {}

    /** The names that {@link #open} knows, the last two standing for every folder and archive. */
    public static List<String> names() {
        return List.of("scenes", "mnist", "fashion-mnist", "cifar10", "cifar100", "folder:PATH", "archive:PATH");
    }

    /**
     * Opens a set: finds or fetches its files and reads them into memory.
     *
     * @throws DataException if there is no such set, its files can be neither found nor fetched, or a folder or archive has no classes
     * @throws fovea.format.FormatException if a file is damaged
     */
    public static DataSet open(String name, SetOptions options) {
        DataFolders folders =
                DataFolders.of(options.dataDir(), System.getenv(), Path.of(System.getProperty("user.home", ".")));
        return open(name, new Library(folders, options));
    }

    static DataSet open(String name, Library library) {
        if (name.startsWith(FOLDER) && name.length() > FOLDER.length()) {
            return ImageFolder.open(Path.of(name.substring(FOLDER.length())), library.options());
        }
        if (name.startsWith(ARCHIVE) && name.length() > ARCHIVE.length()) {
            return PictureArchive.open(Path.of(name.substring(ARCHIVE.length())), library.options());
        }
        return switch (name) {
            case "scenes" -> Scenes.dataSet();
            case "mnist" -> MnistFamily.MNIST.open(library);
            case "fashion-mnist" -> MnistFamily.FASHION.open(library);
            case "cifar10" -> CifarSet.CIFAR10.open(library);
            case "cifar100" -> CifarSet.CIFAR100.open(library);
            default ->
                throw new DataException("there is no set called " + name, "use one of " + String.join(", ", names()));
        };
    }
}
