package fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.Augmentation;
import fovea.data.Batch;
import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.Epoch;
import fovea.data.Image;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Normalization;
import fovea.data.Source;
import fovea.format.FormatException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureArchiveTest {

    private static final SetOptions OPTIONS = SetOptions.DEFAULT.withSide(8);

    @TempDir
    Path folder;

    @Test
    void readsTheSameFromEveryKindOfArchive() throws IOException {
        Map<String, byte[]> files = pets();
        DataSet zip = open(zip(files), OPTIONS);
        assertThat(zip.classes()).containsExactly("cat", "dog");
        assertThat(zip.train().size()).isEqualTo(8);
        assertThat(zip.test().size()).isEqualTo(2);
        assertThat(zip.train().get(0).name()).endsWith("pets.zip!pets/cat/" + named(zip.train(), 0));
        for (Path other : List.of(tar(files, false), tar(files, true))) {
            DataSet set = open(other, OPTIONS);
            assertThat(images(set.train())).isEqualTo(images(zip.train()));
            assertThat(images(set.test())).isEqualTo(images(zip.test()));
        }
    }

    @Test
    void takesTheHalvesItIsGiven() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String half : List.of("train", "val")) {
            files.put("set/" + half + "/a/1.png", png(9, 7, 1));
            files.put("set/" + half + "/b/1.png", png(9, 7, 2));
        }
        files.put("set/README", new byte[] {1});
        DataSet set = open(zip(files), OPTIONS);
        assertThat(set.train().size()).isEqualTo(2);
        assertThat(set.test().size()).isEqualTo(2);
    }

    /** Decoded at every sight, at their own sizes, on several threads: the same as decoding first and cropping then. */
    @Test
    void leavesPicturesEncodedUntilTheyAreSeen() throws IOException {
        Source source = open(zip(pets()), OPTIONS.withEncoded(true)).train();
        LoaderOptions options =
                LoaderOptions.training(4, 3).withThreads(2, 1).withAugmentation(Augmentation.centerCrop(9));
        Loader loader = new Loader(source, Normalization.IMAGENET, options);
        int seen = 0;
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                for (int n = 0; n < batch.size(); n++) {
                    Image own = source.get(batch.index(n)).image();
                    float[] expected =
                            Normalization.IMAGENET.apply(own.resizeShortSide(9).centerCrop(8, 8));
                    float[] found = Arrays.copyOfRange(batch.pixels(), n * expected.length, (n + 1) * expected.length);
                    assertThat(found).containsExactly(expected);
                    seen++;
                }
            }
        }
        assertThat(seen).isEqualTo(8);
        Loader plain = new Loader(source, Normalization.IMAGENET, LoaderOptions.evaluation(4));
        try (Epoch epoch = plain.epoch(0)) {
            assertThatThrownBy(epoch::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("where its source promised [8, 8, 3]")
                    .hasMessageContaining("centerCrop");
        }
    }

    @Test
    void refusesHostileArchives() throws IOException {
        for (String name : List.of("../a/1.png", "/a/1.png", "a/../../1.png", "C:/a/1.png", "a\\1.png")) {
            assertThatThrownBy(() -> open(zip(Map.of(name, new byte[3])), OPTIONS))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("leads outside");
            assertThatThrownBy(() -> open(tar(Map.of(name, new byte[3]), false), OPTIONS))
                    .hasMessageContaining("leads outside");
        }
        Path cut = tar(pets(), false);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 1500));
        assertThatThrownBy(() -> open(cut, OPTIONS)).isInstanceOf(FormatException.class);
        Path large = folder.resolve("large.tar");
        Files.write(large, header("a/1.png", 1L << 28 | 1));
        assertThatThrownBy(() -> open(large, OPTIONS)).hasMessageContaining("more than 268435456 bytes");
        Path gz = folder.resolve("large.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
            out.write(header("a/1.png", Runtime.getRuntime().maxMemory() / 4));
        }
        assertThatThrownBy(() -> open(gz, OPTIONS)).hasMessageContaining("a .tar is read where it lies");
        assertThatThrownBy(() -> open(folder.resolve("x.rar"), OPTIONS)).hasMessageContaining("no archive by its name");
        assertThatThrownBy(() -> open(zip(Map.of("a/1.png", png(8, 8, 1))), OPTIONS))
                .hasMessageContaining("no class folders");
    }

    private static DataSet open(Path archive, SetOptions options) {
        return DataSets.open("archive:" + archive, options);
    }

    private static String named(Source source, int i) {
        String name = source.get(i).name();
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static List<Image> images(Source source) {
        return IntStream.range(0, source.size())
                .mapToObj(i -> source.get(i).image())
                .toList();
    }

    private static Map<String, byte[]> pets() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 4; i >= 0; i--) {
            files.put("pets/dog/" + i + ".png", png(12 + i, 10, i));
            files.put("pets/cat/" + i + ".png", png(9, 11 + i, 100 + i));
            files.put("pets/.hidden/" + i + ".png", new byte[] {1});
        }
        return files;
    }

    private static byte[] png(int width, int height, int seed) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < width * height; p++) {
            picture.setRGB(p % width, p / width, (p + 1) * 7919 * (seed + 1));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private Path zip(Map<String, byte[]> files) throws IOException {
        Path path = folder.resolve("pets.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return path;
    }

    private Path tar(Map<String, byte[]> files, boolean zipped) throws IOException {
        Path path = folder.resolve(zipped ? "pets.tgz" : "pets.tar");
        try (OutputStream file = Files.newOutputStream(path);
                OutputStream out = zipped ? new GZIPOutputStream(file) : file) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                int length = entry.getValue().length;
                out.write(header(entry.getKey(), length));
                out.write(entry.getValue());
                out.write(new byte[-length & 511]);
            }
            out.write(new byte[1024]);
        }
        return path;
    }

    private static byte[] header(String name, long size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(size));
        put(header, 148, "        ");
        header[156] = '0';
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
