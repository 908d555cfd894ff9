package fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.format.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {

    private static final List<String> MNIST_FILES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    @TempDir
    Path folder;

    @Test
    void looksInTheFolderGivenThenInTheVariableThenInTheCache() {
        Path home = Path.of("/home/ada");
        assertThat(DataFolders.of(Optional.of(Path.of("d")), Map.of("FOVEA_DATA", "/v", "XDG_CACHE_HOME", "/c"), home))
                .isEqualTo(
                        new DataFolders(List.of(Path.of("d"), Path.of("/v"), Path.of("/c/fovea/data")), Path.of("d")));
        assertThat(DataFolders.of(Optional.empty(), Map.of("FOVEA_DATA", " ", "XDG_CACHE_HOME", "relative"), home))
                .isEqualTo(new DataFolders(
                        List.of(Path.of("/home/ada/.cache/fovea/data")), Path.of("/home/ada/.cache/fovea/data")));
        assertThat(DataFolders.of(Optional.empty(), Map.of("FOVEA_DATA", "/v"), home)
                        .home())
                .isEqualTo(Path.of("/home/ada/.cache/fovea/data"));
    }

    @Test
    void readsIdxFilesCompressedOrNot() throws IOException {
        writeMnist(7, 7, 3, 3);
        Path labels = folder.resolve("mnist/t10k-labels-idx1-ubyte");
        gzip(labels);
        DataSet set = open("mnist");
        assertThat(set.train().size()).isEqualTo(7);
        assertThat(set.test().size()).isEqualTo(3);
        assertThat(set.train().channels()).isEqualTo(1);
        assertThat(set.train().get(4).label()).isEqualTo(4);
        assertThat(set.train().get(4).name()).isEqualTo("mnist/train/4");
        assertThat(set.train().get(4).image().at(1, 2, 0)).isEqualTo((4 * 6 + 1 * 3 + 2) * 5);
        assertThat(set.classes()).hasSize(10);
    }

    @Test
    void refusesLabelsAndPicturesThatDoNotBelongTogether() throws IOException {
        writeMnist(7, 6, 3, 3);
        assertThatThrownBy(() -> open("mnist"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("has 6 labels for the 7 pictures");
    }

    @Test
    void refusesLabelsOutOfRange() throws IOException {
        writeMnist(13, 13, 3, 3);
        assertThatThrownBy(() -> open("mnist"))
                .isInstanceOf(FormatException.class)
                .hasMessage(folder.resolve("mnist/train-labels-idx1-ubyte")
                        + ": label 10 is 10: expected 0..9\n  fetch the official file again");
    }

    @Test
    void refusesTestPicturesOfAnotherSize() throws IOException {
        writeMnist(7, 7, 3, 3);
        Path test = folder.resolve("mnist/t10k-images-idx3-ubyte");
        byte[] turned = Files.readAllBytes(test);
        ByteBuffer.wrap(turned).putInt(8, 3).putInt(12, 2);
        Files.write(test, turned);
        assertThatThrownBy(() -> open("mnist"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(test + ": has pictures of 3 × 2 pixels");
    }

    @Test
    void refusesIdxFilesOfAnotherRank() throws IOException {
        writeMnist(7, 7, 3, 3);
        Files.copy(
                folder.resolve("mnist/train-labels-idx1-ubyte"),
                folder.resolve("mnist/train-images-idx3-ubyte"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open("mnist")).hasMessageContaining("instead of bytes, pictures [N, H, W]");
    }

    @Test
    void readsCifarFilesWhereverTheArchiveLeftThem() throws IOException {
        for (String inner : List.of("cifar10", "cifar10/cifar-10-batches-bin")) {
            Path place = Files.createDirectories(
                    folder.resolve(inner.replace("/", "-")).resolve(inner));
            for (String file : List.of(
                    "data_batch_1.bin",
                    "data_batch_2.bin",
                    "data_batch_3.bin",
                    "data_batch_4.bin",
                    "data_batch_5.bin",
                    "test_batch.bin")) {
                Files.write(place.resolve(file), cifarRecords());
            }
            Files.writeString(
                    place.resolve("batches.meta.txt"),
                    "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
            DataSet set = DataSets.open("cifar10", library(folder.resolve(inner.replace("/", "-"))));
            assertThat(set.train().size()).isEqualTo(10);
            assertThat(set.test().size()).isEqualTo(2);
            assertThat(set.classes()).startsWith("airplane").endsWith("truck");
            assertThat(set.train().get(3).label()).isEqualTo(9);
            assertThat(set.train().get(3).name()).isEqualTo("cifar10/train/3");
            var image = set.test().get(0).image();
            assertThat(List.of(image.at(2, 5, 0), image.at(2, 5, 1), image.at(2, 5, 2)))
                    .containsExactly(69, 70, 71);
        }
    }

    @Test
    void namesFileAddressAndFolderOfWhatIsAbsent() {
        assertThatThrownBy(() -> open("fashion-mnist"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("train-images-idx3-ubyte.gz is in none of " + folder.resolve("fashion-mnist"))
                .hasMessageContaining(
                        "fetch it from http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images")
                .hasMessageEndingWith("put it into " + folder.resolve("fashion-mnist"));
        assertThatThrownBy(() -> open("cifar100"))
                .hasMessageContaining("fetch it from https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz");
    }

    @Test
    void knowsItsNames() {
        assertThatThrownBy(() -> open("imagenet"))
                .hasMessage("there is no set called imagenet\n"
                        + "  use one of scenes, mnist, fashion-mnist, cifar10, cifar100, folder:PATH, archive:PATH");
        assertThatThrownBy(() -> open("folder:")).hasMessageContaining("no set called folder:");
    }

    private DataSet open(String name) {
        return DataSets.open(name, library(folder));
    }

    private static Library library(Path folder) {
        return new Library(new DataFolders(List.of(folder), folder), SetOptions.DEFAULT.withDownload(false));
    }

    private void writeMnist(int trainImages, int trainLabels, int testImages, int testLabels) throws IOException {
        Path mnist = Files.createDirectories(folder.resolve("mnist"));
        Files.write(mnist.resolve(MNIST_FILES.get(0)), idx3(trainImages));
        Files.write(mnist.resolve(MNIST_FILES.get(1)), idx1(trainLabels));
        Files.write(mnist.resolve(MNIST_FILES.get(2)), idx3(testImages));
        Files.write(mnist.resolve(MNIST_FILES.get(3)), idx1(testLabels));
    }

    private static byte[] idx3(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * 6)
                .putInt(0x0803)
                .putInt(count)
                .putInt(2)
                .putInt(3);
        for (int i = 0; i < count * 6; i++) {
            bytes.put((byte) (i * 5));
        }
        return bytes.array();
    }

    private static byte[] idx1(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x0801).putInt(count);
        for (int i = 0; i < count; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    /** Two records: labels 0 and 9, and planes that count up from one to the next. */
    private static byte[] cifarRecords() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * 3073);
        for (int label : new int[] {0, 9}) {
            bytes.put((byte) label);
            for (int i = 0; i < 3072; i++) {
                bytes.put((byte) (i % 1024 % 256 + i / 1024));
            }
        }
        return bytes.array();
    }

    private static void gzip(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Files.readAllBytes(file));
        }
        Files.write(file.resolveSibling(file.getFileName() + ".gz"), bytes.toByteArray());
        Files.delete(file);
    }
}
