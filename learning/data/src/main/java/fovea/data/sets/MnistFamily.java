package fovea.data.sets;

import fovea.data.DataSet;
import fovea.data.Image;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.data.fetch.RemoteFile;
import fovea.format.ElementType;
import fovea.format.FormatException;
import fovea.format.Idx;
import fovea.format.NdArray;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * MNIST and the sets that copy its form: four IDX files, each compressed or not.
 *
 * @param name of the set and of its folder
 * @param classes by label
 * @param files images and labels to train on, then to test on
 */
record MnistFamily(String name, List<String> classes, List<RemoteFile> files) {

    static final MnistFamily MNIST =
            new MnistFamily("mnist", List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), Published.MNIST);

    static final MnistFamily FASHION = new MnistFamily(
            "fashion-mnist",
            List.of(
                    "T-shirt/top",
                    "trouser",
                    "pullover",
                    "dress",
                    "coat",
                    "sandal",
                    "shirt",
                    "sneaker",
                    "bag",
                    "ankle boot"),
            Published.FASHION_MNIST);

    DataSet open(Library library) {
        List<Path> paths = files.stream().map(file -> locate(file, library)).toList();
        Source train = read("train", paths.get(0), paths.get(1));
        Source test = read("test", paths.get(2), paths.get(3));
        if (train.height() != test.height() || train.width() != test.width()) {
            throw new FormatException(
                    paths.get(2),
                    "has pictures of %d × %d pixels, %s of %d × %d"
                            .formatted(test.height(), test.width(), paths.get(0), train.height(), train.width()),
                    "put both files of one set there");
        }
        return DataSet.of(name, train, test);
    }

    private Path locate(RemoteFile file, Library library) {
        String unzipped = file.name().substring(0, file.name().length() - ".gz".length());
        for (Path folder : library.folders().searched()) {
            for (String variant : List.of(file.name(), unzipped)) {
                Path path = folder.resolve(name).resolve(variant);
                if (Files.isRegularFile(path)) {
                    return path;
                }
            }
        }
        return library.fetch(file, name);
    }

    private Source read(String half, Path imageFile, Path labelFile) {
        NdArray images = Idx.read(imageFile);
        NdArray labels = Idx.read(labelFile);
        check(images, 3, imageFile, "pictures [N, H, W]");
        check(labels, 1, labelFile, "labels [N]");
        if (images.size(0) != labels.size(0)) {
            throw new FormatException(
                    labelFile,
                    "has %d labels for the %d pictures in %s".formatted(labels.size(0), images.size(0), imageFile),
                    "put both files of one set there");
        }
        check(labels.toBytes(), labelFile);
        return new MemorySource(samples(half, images, labels), classes);
    }

    private void check(byte[] labels, Path file) {
        for (int i = 0; i < labels.length; i++) {
            if ((labels[i] & 0xff) >= classes.size()) {
                throw new FormatException(
                        file,
                        "label %d is %d: expected 0..%d".formatted(i, labels[i] & 0xff, classes.size() - 1),
                        "fetch the official file again");
            }
        }
    }

    private static void check(NdArray array, int rank, Path file, String expected) {
        if (array.type() != ElementType.U8 || array.rank() != rank || array.count() == 0) {
            throw new FormatException(
                    file, "holds " + array + " instead of bytes, " + expected, "fetch the official file again");
        }
    }

    private List<Sample> samples(String half, NdArray images, NdArray labels) {
        int height = (int) images.size(1);
        int width = (int) images.size(2);
        byte[] classOf = labels.toBytes();
        List<Sample> samples = new ArrayList<>(classOf.length);
        for (int i = 0; i < classOf.length; i++) {
            byte[] pixels = new byte[height * width];
            MemorySegment.copy(
                    images.data(), ValueLayout.JAVA_BYTE, (long) i * pixels.length, pixels, 0, pixels.length);
            samples.add(new Sample(name + "/" + half + "/" + i, Image.of(height, width, 1, pixels), classOf[i] & 0xff));
        }
        return samples;
    }
}
