package fovea.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A training step of a DCGAN for images of 64 × 64 (Radford et al. 2015), always on the same images and noise:
 *
 * <ol>
 *   <li>the discriminator on the images, called 1, and on the generator's, called 0: binary cross-entropy of the logits, the mean over
 *       the batch for each of both, and their sum; Adam of the discriminator;
 *   <li>the changed discriminator on the same generated images, called 1; Adam of the generator;
 *   <li>the sum of both losses read back as a Java float.
 * </ol>
 *
 * Each of the three passes through the discriminator takes its batch norm's statistics from its own batch, and moves the running ones.
 *
 * @param precision the numbers that products are done in
 */
public record Adversaries(Precision precision) implements Workload {
    /** Images in a batch. */
    public static final int BATCH = 64;
    /** The optimizer of both. */
    public static final Update.Adam UPDATE = new Update.Adam(2e-4, 0.5);

    private static final int NOISE = 100;
    private static final int FEATURES = 64;
    private static final int COLORS = 3;
    private static final double EPSILON = 1e-5;
    private static final int IMAGE_STREAM = 1_004;
    private static final int NOISE_STREAM = 1_005;
    private static final int DISCRIMINATOR_STREAM = 100;

    /** Variance 0.02², as in the paper. */
    private static final Start START = new Start.Uniform(0.02 * Math.sqrt(3));

    @Override
    public String name() {
        return "dcgan-" + BATCH;
    }

    @Override
    public int items() {
        return BATCH;
    }

    /**
     * The discriminator forward three times, its weights' gradients twice, its inputs' twice without the first layer's and once with it;
     * the generator forward once, backward twice without the noise's gradient.
     */
    @Override
    public long products() {
        Net d = discriminator();
        Net g = generator();
        return BATCH * (8 * d.products() - 2 * d.firstProducts() + 3 * g.products() - g.firstProducts());
    }

    @Override
    public boolean isSpatial() {
        return true;
    }

    /** Noise {@code [N, 100, 1, 1]} → images {@code [N, 3, 64, 64]}. */
    public Net generator() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String convolution = "main." + 3 * i;
            parts.add(new Part.Transposed(convolution, (FEATURES * 8) >> i, 4, i == 0 ? 1 : 2, i == 0 ? 0 : 1));
            parts.add(new Part.Norm("main." + (3 * i + 1), EPSILON));
            parts.add(new Part.Relu());
        }
        parts.add(new Part.Transposed("main.12", COLORS, 4, 2, 1));
        parts.add(new Part.Tanh());
        return new Net(new Size(NOISE, 1, 1), List.copyOf(parts), START, 0);
    }

    /** Images {@code [N, 3, 64, 64]} → logits {@code [N, 1]}. */
    public Net discriminator() {
        Part leak = new Part.LeakyRelu(0.2);
        List<Part> parts = new ArrayList<>();
        parts.addAll(List.of(new Part.Convolution("main.0", FEATURES, 4, 2, 1, false), leak));
        for (int i = 1; i < 4; i++) {
            parts.add(new Part.Convolution("main." + (3 * i - 1), FEATURES << i, 4, 2, 1, false));
            parts.add(new Part.Norm("main." + 3 * i, EPSILON));
            parts.add(leak);
        }
        parts.addAll(List.of(new Part.Convolution("main.11", 1, 4, 1, 0, false), new Part.Flatten()));
        return new Net(new Size(COLORS, 64, 64), List.copyOf(parts), START, DISCRIMINATOR_STREAM);
    }

    /** Returns the images, {@code [N, 3, 64, 64]} row by row, in {@code [-1, 1)}. */
    public float[] pixels() {
        return Fill.uniform(IMAGE_STREAM, BATCH * discriminator().in().elements(), 1);
    }

    /** Returns the noise, {@code [N, 100, 1, 1]}, of mean 0 and variance 1. */
    public float[] noise() {
        return Fill.uniform(NOISE_STREAM, BATCH * NOISE, Math.sqrt(3));
    }
}
