package fovea.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Small files to learn from. */
final class Pictures {
    private Pictures() {}

    /** Two classes of {@code each} pictures of 20 × 16 pixels: bright above, or bright below. */
    static Path twoClasses(Path folder, int each) throws IOException {
        for (int i = 0; i < each; i++) {
            paint(folder.resolve("above"), i, 0);
            paint(folder.resolve("below"), i, 8);
        }
        return folder;
    }

    private static Path paint(Path folder, int i, int top) throws IOException {
        Files.createDirectories(folder);
        BufferedImage image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(120 + 5 * (i % 20), 250 - 7 * (i % 20), 200));
        g.fillRect(i % 5, top, 14, 8);
        g.dispose();
        Path file = folder.resolve("picture%02d.png".formatted(i));
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** MNIST's four files with {@code n} blank pictures of 28 × 28 and labels 0 to 9 in turn. */
    static Path mnist(Path dataDir, int n) throws IOException {
        Path folder = Files.createDirectories(dataDir.resolve("mnist"));
        for (String half : new String[] {"train", "t10k"}) {
            Files.write(folder.resolve(half + "-images-idx3-ubyte"), idx(0x803, n * 784, n, 28, 28));
            byte[] labels = idx(0x801, n, n);
            for (int i = 0; i < n; i++) {
                labels[8 + i] = (byte) (i % 10);
            }
            Files.write(folder.resolve(half + "-labels-idx1-ubyte"), labels);
        }
        return folder;
    }

    /** CIFAR-10's six files with {@code n} pictures each, of noise around a brightness that tells the class. */
    static Path cifar(Path dataDir, int n) throws IOException {
        Path folder = Files.createDirectories(dataDir.resolve("cifar10"));
        SplittableRandom random = new SplittableRandom(5);
        for (String file : new String[] {
            "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"
        }) {
            byte[] records = new byte[n * 3073];
            for (int i = 0; i < n; i++) {
                records[i * 3073] = (byte) (i % 10);
                for (int k = 1; k < 3073; k++) {
                    records[i * 3073 + k] = (byte) (20 * (i % 10) + random.nextInt(60));
                }
            }
            Files.write(folder.resolve(file + ".bin"), records);
        }
        Files.write(
                folder.resolve("batches.meta.txt"),
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"));
        return folder;
    }

    private static byte[] idx(int magic, int elements, int... sizes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(magic);
            for (int size : sizes) {
                out.writeInt(size);
            }
            out.write(new byte[elements]);
        }
        return bytes.toByteArray();
    }
}
