package fovea.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A training step of ResNet-20 on pictures of CIFAR's size, always on the same batch: forward, loss, backward, update, and the
 * loss read back as a Java float.
 *
 * <p>The net (He et al. 2015, section 4.2, <a href="https://arxiv.org/abs/1512.03385">Deep residual learning</a>): a 3×3
 * convolution to 16 channels; three groups of three blocks with 16, 32 and 64 channels; the mean over each channel; a linear
 * layer to 10 classes. Every convolution is 3×3, padded by 1, without bias, and followed by batch norm (ε = 1e-5, momentum 0.1
 * for the running statistics, which are kept up to date). Blocks are {@code relu(norm(conv(relu(norm(conv(x))))) + shortcut(x))}.
 * The first block of groups two and three has stride 2 in its first convolution, and there the shortcut is option A: every
 * second pixel of every second row, with as many zero channels before as behind ({@code C/2} each). 269,722 parameters.
 *
 * <p>The optimizer: SGD as PyTorch writes it, {@code v ← 0.9 v + (g + 1e-4 w)}, {@code w ← w − 0.05 v}, the decay applied to
 * every parameter. The loss is the mean cross-entropy over the batch.
 */
public record ResNet20Training() implements Workload {
    /** Images in a batch. */
    public static final int BATCH = 128;
    /** Rows and columns of an image. */
    public static final int SIDE = 32;
    /** Colors of an image. */
    public static final int COLORS = 3;
    /** Classes to tell apart. */
    public static final int CLASSES = 10;
    /** Channels of the three groups of blocks. */
    public static final List<Integer> WIDTHS = List.of(16, 32, 64);
    /** Blocks in each group. */
    public static final int BLOCKS = 3;
    /** SGD's step width. */
    public static final double LEARNING_RATE = 0.05;
    /** SGD's momentum. */
    public static final double MOMENTUM = 0.9;
    /** SGD's weight decay. */
    public static final double WEIGHT_DECAY = 1e-4;
    /** What batch norm adds to the variance. */
    public static final double NORM_EPSILON = 1e-5;
    /** How far batch norm's running statistics move in a step. */
    public static final double NORM_MOMENTUM = 0.1;

    private static final int IMAGE_STREAM = 1_000;
    private static final int LABEL_STREAM = 1_001;

    @Override
    public String name() {
        return "resnet20-train";
    }

    @Override
    public String precision() {
        return "f32";
    }

    @Override
    public int images() {
        return BATCH;
    }

    /** Returns the batch, {@code [128, 3, 32, 32]} row by row (channels first), of mean 0 and variance 1. */
    public float[] pixels() {
        return Fill.uniform(IMAGE_STREAM, BATCH * COLORS * SIDE * SIDE, Math.sqrt(3));
    }

    /** Returns the class of each image. */
    public int[] labels() {
        return Fill.labels(LABEL_STREAM, BATCH, CLASSES);
    }

    /** Returns the parameters in the order the forward pass meets them. */
    public List<Weight> weights() {
        List<Weight> weights = new ArrayList<>();
        addNormalized(weights, "conv1", "bn1", COLORS, WIDTHS.getFirst());
        int in = WIDTHS.getFirst();
        for (int group = 0; group < WIDTHS.size(); group++) {
            int out = WIDTHS.get(group);
            for (int block = 0; block < BLOCKS; block++) {
                String path = "layer" + (group + 1) + "." + block + ".";
                addNormalized(weights, path + "conv1", path + "bn1", in, out);
                addNormalized(weights, path + "conv2", path + "bn2", out, out);
                in = out;
            }
        }
        add(weights, "linear.weight", Weight.Start.HE_UNIFORM, CLASSES, in);
        add(weights, "linear.bias", Weight.Start.ZEROS, CLASSES);
        return List.copyOf(weights);
    }

    /** Returns the paths of the batch norms, such as {@code layer2.0.bn1}; each has a {@code .weight} and a {@code .bias}. */
    public List<String> norms() {
        return weights().stream()
                .filter(weight -> weight.start() == Weight.Start.ONES)
                .map(weight -> weight.name().substring(0, weight.name().lastIndexOf('.')))
                .toList();
    }

    private static void addNormalized(List<Weight> weights, String convolution, String norm, int in, int out) {
        add(weights, convolution + ".weight", Weight.Start.HE_UNIFORM, out, in, 3, 3);
        add(weights, norm + ".weight", Weight.Start.ONES, out);
        add(weights, norm + ".bias", Weight.Start.ZEROS, out);
    }

    private static void add(List<Weight> weights, String name, Weight.Start start, Integer... shape) {
        weights.add(new Weight(name, List.of(shape), weights.size(), start));
    }
}
