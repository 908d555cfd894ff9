package fovea.bench.fovea;

import com.sun.management.OperatingSystemMXBean;
import fovea.bench.Classification;
import fovea.bench.Precision;
import fovea.bench.Workload;
import fovea.data.Augmentation;
import fovea.data.EncodedSource;
import fovea.data.Epoch;
import fovea.data.Image;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.MemorySource;
import fovea.data.Normalization;
import fovea.data.Padding;
import fovea.data.Sample;
import fovea.data.Source;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * How many images a second are made ready on one thread, beside how many a compiled training step learns from on as many: pictures of CIFAR's
 * size shifted, mirrored and cut out, and JPEGs of 500 × 375 pixels decoded, cropped at random to 224, mirrored and jittered in color. Seconds
 * are those of the processor that the process took, its compiler and collector included, so that a busy machine changes little.
 */
public final class Loading {
    private static final OperatingSystemMXBean CLOCK = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final double SECONDS = 2;
    private static final int JPEGS = 48;
    private static final int JPEG_WIDTH = 500;
    private static final int JPEG_HEIGHT = 375;

    private Loading() {}

    /** No arguments; or {@code load}, and no training step is measured. */
    public static void main(String[] arguments) throws IOException {
        Augmentation small = Augmentation.padAndCrop(4, Padding.REFLECT)
                .then(Augmentation.flip())
                .then(Augmentation.cutout(16));
        print("load   32 px: shift, flip, cutout", loaded(cifar(), 128, small));
        Augmentation large = Augmentation.randomResizedCrop().then(Augmentation.flip());
        Source jpegs = jpegs();
        print("load  224 px: JPEG, random resized crop, flip", loaded(jpegs, 16, large));
        Augmentation colored = large.then(Augmentation.colorJitter(0.4, 0.4, 0.4, 0.1));
        print("load  224 px: the same and color jitter with hue", loaded(jpegs, 16, colored));
        if (arguments.length == 0) {
            print("learn  32 px: ResNet-20", learned("resnet20-128"));
            print("learn 224 px: ResNet-18", learned("resnet18-16"));
        }
    }

    private static void print(String what, double rate) {
        System.out.printf(Locale.ROOT, "%-50s %,10.0f images per processor second%n", what, rate);
    }

    private static double loaded(Source source, int batch, Augmentation augmentation) {
        LoaderOptions options =
                LoaderOptions.training(batch, 1).withAugmentation(augmentation).withThreads(1, 2);
        Loader loader = new Loader(source, Normalization.IMAGENET, options);
        long warm = CLOCK.getProcessCpuTime() + (long) (SECONDS * 1e9);
        int number = 0;
        while (CLOCK.getProcessCpuTime() < warm) {
            pass(loader, number++);
        }
        long start = CLOCK.getProcessCpuTime();
        long images = 0;
        while (CLOCK.getProcessCpuTime() - start < SECONDS * 1e9) {
            images += pass(loader, number++);
        }
        return images / ((CLOCK.getProcessCpuTime() - start) / 1e9);
    }

    private static long pass(Loader loader, int number) {
        long images = 0;
        try (Epoch epoch = loader.epoch(number)) {
            while (epoch.hasNext()) {
                images += epoch.next().size();
            }
        }
        return images;
    }

    private static double learned(String name) {
        if (!(Workload.named(name, Precision.F32) instanceof Classification workload)) {
            throw new IllegalArgumentException(name + " is no training of a classifier");
        }
        TrainingStep step = TrainingStep.of(workload);
        for (int i = 0; i < 3; i++) {
            float _ = step.loss();
        }
        long start = CLOCK.getProcessCpuTime();
        int steps = 0;
        while (CLOCK.getProcessCpuTime() - start < SECONDS * 1e9) {
            float _ = step.loss();
            steps++;
        }
        return steps * workload.batch() / ((CLOCK.getProcessCpuTime() - start) / 1e9);
    }

    private static Source cifar() {
        SplittableRandom random = new SplittableRandom(1);
        return new MemorySource(
                IntStream.range(0, 10_000)
                        .mapToObj(i -> {
                            byte[] pixels = new byte[32 * 32 * 3];
                            random.nextBytes(pixels);
                            return new Sample("noise/" + i, Image.of(32, 32, 3, pixels), 0);
                        })
                        .toList(),
                List.of("noise"));
    }

    /** Shapes over shading over grain, so that a file is about as long as one of ImageNet's. */
    private static Source jpegs() throws IOException {
        List<EncodedSource.Picture> pictures = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(2);
        long bytes = 0;
        for (int i = 0; i < JPEGS; i++) {
            byte[] jpeg = jpeg(random);
            bytes += jpeg.length;
            pictures.add(new EncodedSource.Picture("jpeg/" + i, () -> jpeg));
        }
        System.out.printf(
                Locale.ROOT, "JPEGs of %d × %d pixels, %,d bytes each%n", JPEG_WIDTH, JPEG_HEIGHT, bytes / JPEGS);
        return new EncodedSource(pictures, Collections.nCopies(JPEGS, 0), List.of("jpeg"), 224, 224);
    }

    private static byte[] jpeg(SplittableRandom random) throws IOException {
        BufferedImage picture = new BufferedImage(JPEG_WIDTH, JPEG_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        for (int shape = 0; shape < 60; shape++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            int size = random.nextInt(20, 200);
            graphics.fillOval(
                    random.nextInt(JPEG_WIDTH) - size / 2, random.nextInt(JPEG_HEIGHT) - size / 2, size, size);
        }
        graphics.dispose();
        for (int p = 0; p < JPEG_WIDTH * JPEG_HEIGHT; p++) {
            int rgb = picture.getRGB(p % JPEG_WIDTH, p / JPEG_WIDTH);
            int grain = random.nextInt(-12, 13) + 20 * p / (JPEG_WIDTH * JPEG_HEIGHT);
            int changed = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                changed |= Math.clamp((rgb >> shift & 0xff) + grain, 0, 255) << shift;
            }
            picture.setRGB(p % JPEG_WIDTH, p / JPEG_WIDTH, changed);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", out);
        return out.toByteArray();
    }
}
