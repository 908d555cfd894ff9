package fovea.conformance.files;

import fovea.data.DataException;
import fovea.data.Image;
import fovea.data.ImageException;
import fovea.format.Cifar;
import fovea.format.FormatException;
import fovea.format.TarFiles;
import fovea.nn.CheckpointException;
import fovea.nn.Linear;
import fovea.train.Checkpoint;
import fovea.train.Position;
import fovea.zoo.Preprocessing;
import fovea.zoo.Weights;
import fovea.zoo.hub.Hub;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** What training reads besides arrays, one small file of each kind: pictures, a binary of CIFAR's, archives, checkpoints, the hub's words. */
final class DataSubjects {
    private static final int SIDE = 9;
    private static final int MOST_UNPACKED = 1 << 20;
    private static final int BLOCK = 512;
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** One pixel, lossless. */
    private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

    private DataSubjects() {}

    /**
     * All of them.
     *
     * @param folder where files are written on the way
     */
    static List<FuzzSubject> in(Path folder) {
        Stream<FuzzSubject> pictures = Stream.of("png", "jpg", "gif", "bmp")
                .map(format -> new FuzzSubject(format, picture(format), DataSubjects::readPicture));
        return Stream.concat(
                        pictures,
                        Stream.of(
                                new FuzzSubject("webp", Base64.getDecoder().decode(WEBP), DataSubjects::readPicture),
                                new FuzzSubject("cifar10", new byte[2 * 3073], Cifar.CIFAR10::read),
                                new FuzzSubject("cifar100", new byte[2 * 3074], Cifar.CIFAR100::read),
                                new FuzzSubject("tar.gz", gzip(tar()), DataSubjects::readTar),
                                new FuzzSubject("tar.gz, its tar", tar(), DataSubjects::gzip, DataSubjects::readTar),
                                new FuzzSubject("checkpoint", checkpoint(folder), DataSubjects::readCheckpoint),
                                new FuzzSubject("the hub's config.json", config(), hub(folder))))
                .toList();
    }

    private static byte[] picture(String format) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, i * 3_111_696);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void readPicture(Path file) {
        try {
            Image.read(file);
        } catch (ImageException e) {
            throw new FormatException(file, e.reason(), "give another picture", e);
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    /** One file of ten letters, as POSIX has it, and two empty blocks. */
    private static byte[] tar() {
        byte[] tar = new byte[4 * BLOCK];
        put(tar, 0, "folder/words.txt");
        put(tar, 100, "0000644");
        put(tar, 124, "00000000012");
        put(tar, 148, "        ");
        put(tar, 156, "0");
        put(tar, 257, "ustar");
        put(tar, 263, "00");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += tar[i];
        }
        put(tar, 148, "%06o\0 ".formatted(sum));
        put(tar, BLOCK, "ten letter");
        return tar;
    }

    private static void put(byte[] tar, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, tar, at, bytes.length);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void readTar(Path file) {
        TarFiles.read(file, MOST_UNPACKED);
    }

    private static Linear small() {
        return Linear.of(3, 2, new SplittableRandom(1));
    }

    private static byte[] checkpoint(Path folder) {
        Path file = folder.resolve("checkpoint.safetensors");
        Checkpoint.save(file, small(), Position.START);
        return bytes(file);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readCheckpoint(Path file) {
        try {
            Checkpoint.load(file, small());
        } catch (CheckpointException e) {
            throw new FormatException(file, String.valueOf(e.getMessage()), "give another checkpoint", e);
        }
    }

    private static byte[] config() {
        return """
            {"architecture": "resnet18", "pretrained_cfg": {"tag": "a1", "input_size": [3, 224, 224], "crop_pct": 0.95,\
             "interpolation": "bicubic", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "fixed": false}}\
            """.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads it where the hub keeps it, beside weights that are whole. */
    private static Consumer<Path> hub(Path folder) {
        Path model = folder.resolve("models--o--n");
        Path files = model.resolve("snapshots").resolve(COMMIT);
        try {
            Files.createDirectories(files);
            Files.createDirectories(model.resolve("refs"));
            Files.writeString(model.resolve("refs").resolve("main"), COMMIT);
            Files.write(files.resolve("model.safetensors"), checkpoint(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Hub hub = new Hub(Map.of("HF_HUB_CACHE", folder.toString(), "HF_HUB_OFFLINE", "1"), _ -> {});
        return file -> {
            try {
                Files.write(files.resolve("config.json"), Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            try (Weights weights = Weights.of("o/n", hub)) {
                if (weights.preprocessing(Preprocessing.IMAGENET).isEmpty()) {
                    throw new FormatException(file, "says nothing of pictures", "none is needed");
                }
            } catch (DataException e) {
                throw new FormatException(file, e.what(), e.advice(), e);
            }
        };
    }
}
