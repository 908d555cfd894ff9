package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.EncodedSource.Picture;
import fovea.format.Archive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Pictures sorted into one folder per class as {@link ImageFolder} has them, in a {@code .zip}, {@code .tar} or {@code .tar.gz} that is not
 * unpacked. Folders around all the rest, such as the one an archive is often packed from, do not count; hidden files are left alone.
 */
final class PictureArchive {

    private final Path file;
    private final SetOptions options;

    private PictureArchive(Path file, SetOptions options) {
        this.file = file;
        this.options = options;
    }

    static DataSet open(Path file, SetOptions options) {
        if (!Archive.isNamed(file)) {
            throw new DataException(
                    file + " is no archive by its name", "give archive:PATH with a .zip, .tar or .tar.gz");
        }
        return new PictureArchive(file, options).open();
    }

    /** A picture and the folders it lies in, the outermost first. */
    private record Filed(List<String> folders, Picture picture) {

        String outermost() {
            return folders.isEmpty() ? "" : folders.getFirst();
        }

        Filed inside() {
            return new Filed(folders.subList(1, folders.size()), picture);
        }
    }

    private DataSet open() {
        List<Filed> all = Archive.open(file).members().stream()
                .filter(member -> !List.of(member.name().split("/")).stream().anyMatch(part -> part.startsWith(".")))
                .map(this::filed)
                .sorted(Comparator.comparing(filed -> filed.picture().name()))
                .toList();
        return open(inner(all));
    }

    private Filed filed(Archive.Member member) {
        List<String> parts = List.of(member.name().split("/"));
        return new Filed(
                parts.subList(0, parts.size() - 1), new Picture(file + "!" + member.name(), member.content()::bytes));
    }

    /** Within folders that hold all there is. */
    private static List<Filed> inner(List<Filed> all) {
        List<Filed> inner = all;
        while (!inner.isEmpty()
                && !inner.getFirst().folders().isEmpty()
                && outermost(inner).size() == 1) {
            inner = inner.stream().map(Filed::inside).toList();
        }
        return inner;
    }

    private static Set<String> outermost(List<Filed> some) {
        return some.stream().map(Filed::outermost).collect(Collectors.toSet());
    }

    private DataSet open(List<Filed> all) {
        Set<String> folders = outermost(all);
        String test = folders.contains("test") ? "test" : "val";
        PictureTree tree = folders.contains("train") && folders.contains(test)
                ? new PictureTree(classes(within(all, "train")), classes(within(all, test)))
                : PictureTree.split(classes(all), options.seed());
        return tree.open("archive:" + file, file.toString(), options);
    }

    private static List<Filed> within(List<Filed> all, String folder) {
        return all.stream()
                .filter(filed -> filed.outermost().equals(folder))
                .map(Filed::inside)
                .toList();
    }

    private Map<String, List<Picture>> classes(List<Filed> some) {
        Map<String, List<Picture>> classes = new TreeMap<>();
        for (Filed filed : some) {
            if (!filed.folders().isEmpty()) {
                classes.computeIfAbsent(filed.outermost(), _ -> new ArrayList<>())
                        .add(filed.picture());
            }
        }
        if (classes.size() < 2) {
            throw new DataException(
                    "%s has %s".formatted(file, classes.isEmpty() ? "no class folders" : "only one class folder"),
                    "pack a folder for each of at least two classes with its pictures");
        }
        return classes;
    }
}
