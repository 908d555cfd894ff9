package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.Image;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.data.fetch.RemoteFile;
import fovea.format.Cifar;
import fovea.format.CifarBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CIFAR-10 and CIFAR-100 in their binary version; the latter with its fine labels.
 *
 * @param name of the set and of its folder
 * @param inner the folder inside the official archive, where the files may have stayed
 */
record CifarSet(String name, String inner, Cifar format, RemoteFile archive) {

    static final CifarSet CIFAR10 = new CifarSet("cifar10", "cifar-10-batches-bin", Cifar.CIFAR10, Published.CIFAR10);
    static final CifarSet CIFAR100 = new CifarSet("cifar100", "cifar-100-binary", Cifar.CIFAR100, Published.CIFAR100);

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;

    DataSet open(Library library) {
        List<String> files = Stream.concat(format.trainFiles().stream(), format.testFiles().stream())
                .toList();
        Path folder = library.folders().find(name, inner, files).orElseGet(() -> unpack(library));
        List<String> classes = format.classNames(folder);
        return DataSet.of(
                name,
                read("train", folder, format.trainFiles(), classes),
                read("test", folder, format.testFiles(), classes));
    }

    /** An archive that someone put there is as good as one from the network, and stays; a fetched one has done its work. */
    private Path unpack(Library library) {
        Optional<Path> given = library.folders().searched().stream()
                .map(folder -> folder.resolve(name).resolve(archive.name()))
                .filter(Files::isRegularFile)
                .findFirst();
        Path path = given.orElseGet(() -> library.fetch(archive, name));
        Path folder = library.home(name).resolve(inner);
        try {
            Files.createDirectories(folder);
            format.extract(path, folder);
            if (given.isEmpty()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new DataException(
                    "%s cannot be unpacked into %s (%s)".formatted(path, folder, e),
                    "check that files can be made there",
                    e);
        }
        return folder;
    }

    /** File by file, so that no more than one is held twice. */
    private Source read(String half, Path folder, List<String> files, List<String> classes) {
        List<Sample> samples = new ArrayList<>();
        for (String file : files) {
            CifarBatch batch = format.read(folder.resolve(file));
            byte[] labels = batch.labels().toBytes();
            for (int i = 0; i < labels.length; i++) {
                Image image = image(batch.images().data().asSlice(i * 3L * PLANE, 3L * PLANE));
                samples.add(new Sample(name + "/" + half + "/" + samples.size(), image, labels[i] & 0xff));
            }
        }
        return new MemorySource(samples, classes);
    }

    /** From three planes to channels-last. */
    private static Image image(MemorySegment planes) {
        byte[] pixels = new byte[3 * PLANE];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < PLANE; i++) {
                pixels[3 * i + c] = planes.get(ValueLayout.JAVA_BYTE, c * (long) PLANE + i);
            }
        }
        return Image.of(SIDE, SIDE, 3, pixels);
    }
}
