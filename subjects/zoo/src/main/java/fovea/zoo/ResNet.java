package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Named;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Residual networks: a convolution, stages of {@link BasicBlock}s or {@link Bottleneck}s of which each but the first halves the image and
 * doubles the channels, the mean over all pixels, a linear layer (He et al. 2015,
 * <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>).
 *
 * <p>The stages are called {@code layer1}, {@code layer2} and so on, and all names are those of the usual PyTorch implementations, so that
 * their weights load.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of any size.
 *
 * @param isPooled whether a maximum over 3 × 3 pixels halves the image before the first stage
 * @param last what the linear layer is called: {@code fc}, or {@code linear} for small images
 */
public record ResNet(
        Conv2dLayer conv1, BatchNormLayer bn1, boolean isPooled, List<Sequential> stages, String last, Linear linear)
        implements Layer, Named {
    private static final Window POOLED = Window.of(3, 3).withStride(2).withPadding(1);

    /** Copies the list. */
    public ResNet {
        stages = List.copyOf(stages);
    }

    /** One block of a stage. */
    @FunctionalInterface
    private interface Block {
        Layer of(int in, int channels, int stride);
    }

    /**
     * One for small images, as in section 4.2: three stages of 16, 32 and 64 channels. With depth 20, three channels and ten classes
     * 269,722 parameters; the paper reports 91.25 % on CIFAR-10.
     *
     * @param depth layers with weights, {@code 6n + 2}: 20, 32, 44, 56, 110, 1202
     */
    public static ResNet cifar(int depth, int channels, int classes, RandomGenerator random) {
        return cifar(depth, (in, out, stride) -> BasicBlock.of(in, out, stride, random), channels, classes, random);
    }

    /**
     * A plain network, of {@link PlainBlock}s without shortcuts, which trains the worse the deeper it is (section 4, figures 4 and 6).
     *
     * @param depth layers with weights: 18 or 34 as {@link #imagenet} has them, or {@code 6n + 2} as {@link #cifar} has them
     */
    public static ResNet plain(int depth, int channels, int classes, RandomGenerator random) {
        Block block = (in, out, stride) -> PlainBlock.of(in, out, stride, random);
        return depth == 18 || depth == 34
                ? imagenet(depth, block, 1, classes, random)
                : cifar(depth, block, channels, classes, random);
    }

    private static ResNet cifar(int depth, Block block, int channels, int classes, RandomGenerator random) {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw depth(depth, "6n + 2, such as 20, 32, 44, 56 or 110");
        }
        int n = (depth - 2) / 6;
        Conv2dLayer conv1 = Conv2dLayer.unbiased(channels, 16, Window.of(3, 3).withPadding(1), random);
        List<Sequential> stages = stages(block, 16, 1, n, n, n);
        return new ResNet(conv1, BatchNormLayer.of(16), false, stages, "linear", Linear.of(64, classes, random));
    }

    /**
     * One for photographs, as in table 1 and torchvision's, whose names and initial weights these are: four stages of 64, 128, 256 and 512
     * channels, four times as many where blocks are {@link Bottleneck}s. With 1000 classes ResNet-50 has 25,557,032 parameters.
     *
     * @param depth layers with weights: 18, 34 (basic blocks), 50, 101 or 152 (bottlenecks)
     */
    public static ResNet imagenet(int depth, int classes, RandomGenerator random) {
        return depth < 50
                ? imagenet(
                        depth, (in, out, stride) -> BasicBlock.projected(in, out, stride, random), 1, classes, random)
                : grouped(depth, 1, 64, classes, random);
    }

    /**
     * One whose 3 × 3 convolutions are wider than in {@link #imagenet} (Zagoruyko and Komodakis 2016,
     * <a href="https://arxiv.org/abs/1605.07146">arXiv:1605.07146</a>); with depth 50, twice as wide, 68,883,240 parameters.
     *
     * @param depth 50, 101 or 152
     * @param times how many times as many channels; 2 in torchvision
     */
    public static ResNet wide(int depth, int times, int classes, RandomGenerator random) {
        return grouped(depth, 1, 64 * times, classes, random);
    }

    /**
     * ResNeXt, whose 3 × 3 convolutions are in groups (Xie et al. 2016, table 1,
     * <a href="https://arxiv.org/abs/1611.05431">arXiv:1611.05431</a>); 50 deep, 32 groups of 4 channels: 25,028,904 parameters.
     *
     * @param depth 50, 101 or 152
     * @param groups the "cardinality"
     * @param width channels of a group in the first stage
     */
    public static ResNet next(int depth, int groups, int width, int classes, RandomGenerator random) {
        return grouped(depth, groups, width, classes, random);
    }

    /**
     * ResNeXt for small images: three stages of 256, 512 and 1024 channels (Xie et al. 2016, section 5.2). 29 deep, 8 groups of 64 channels:
     * 34,426,698 parameters, 96.35 % on CIFAR-10 in its table 7.
     *
     * @param depth layers with weights, {@code 9n + 2}: 29 in the paper
     * @param groups the "cardinality"
     * @param width channels of a group in the first stage
     */
    public static ResNet nextCifar(
            int depth, int groups, int width, int channels, int classes, RandomGenerator random) {
        if (depth < 11 || (depth - 2) % 9 != 0) {
            throw depth(depth, "9n + 2, such as 29, for a ResNeXt for small images");
        }
        int n = (depth - 2) / 9;
        Conv2dLayer conv1 = Conv2dLayer.unbiased(channels, 64, Window.of(3, 3).withPadding(1), random);
        List<Sequential> stages = stages(grouped(groups, width, random), 64, Bottleneck.EXPANSION, n, n, n);
        Linear last = Linear.of(256 * Bottleneck.EXPANSION, classes, random);
        return new ResNet(conv1, BatchNormLayer.of(64), false, stages, "linear", last);
    }

    private static Block grouped(int groups, int width, RandomGenerator random) {
        return (in, channels, stride) ->
                Bottleneck.of(in, channels, channels * width / 64 * groups, groups, stride, random);
    }

    private static ResNet grouped(int depth, int groups, int width, int classes, RandomGenerator random) {
        if (depth < 50) {
            throw depth(depth, "50, 101 or 152");
        }
        return imagenet(depth, grouped(groups, width, random), Bottleneck.EXPANSION, classes, random);
    }

    private static ResNet imagenet(int depth, Block block, int expansion, int classes, RandomGenerator random) {
        int[] blocks = switch (depth) {
            case 18 -> new int[] {2, 2, 2, 2};
            case 34, 50 -> new int[] {3, 4, 6, 3};
            case 101 -> new int[] {3, 4, 23, 3};
            case 152 -> new int[] {3, 8, 36, 3};
            default -> throw depth(depth, "18, 34, 50, 101 or 152");
        };
        Window seven = Window.of(7, 7).withStride(2).withPadding(3);
        Conv2dLayer conv1 = Conv2dLayer.unbiased(3, 64, seven, random);
        List<Sequential> stages = stages(block, 64, expansion, blocks);
        return new ResNet(
                conv1, BatchNormLayer.of(64), true, stages, "fc", Linear.of(512 * expansion, classes, random));
    }

    private static IllegalArgumentException depth(int depth, String fits) {
        return new IllegalArgumentException(
                "ResNet: a depth of " + depth + System.lineSeparator() + "  it must be " + fits);
    }

    private static List<Sequential> stages(Block block, int first, int expansion, int... blocks) {
        List<Sequential> stages = new ArrayList<>();
        int in = first;
        int channels = first;
        for (int n : blocks) {
            List<Layer> stage = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                stage.add(block.of(in, channels, i == 0 && !stages.isEmpty() ? 2 : 1));
                in = channels * expansion;
            }
            stages.add(new Sequential(stage));
            channels *= 2;
        }
        return stages;
    }

    /** A shortcut to another shape (option B), or null where it stays. */
    static @Nullable Sequential downsample(int in, int out, int stride, RandomGenerator random) {
        return in == out && stride == 1
                ? null
                : Sequential.of(
                        Conv2dLayer.unbiased(in, out, Window.of(1, 1).withStride(stride), random),
                        BatchNormLayer.of(out));
    }

    /**
     * This with stochastic depth, sharing all variables: block l of L is left out of a step of training with probability
     * {@code l/L · (1 − last)} (Huang et al. 2016, equation 4, <a href="https://arxiv.org/abs/1603.09382">arXiv:1603.09382</a>).
     *
     * @param last the probability that the last block stays; 0.5 in the paper
     */
    public ResNet withStochasticDepth(double last) {
        long all = stages.stream().mapToLong(stage -> stage.parts().size()).sum();
        List<Sequential> changed = new ArrayList<>();
        int l = 0;
        for (Sequential stage : stages) {
            List<Layer> blocks = new ArrayList<>();
            for (Layer block : stage.layers()) {
                blocks.add(dropped(block, ++l * (1 - last) / all));
            }
            changed.add(new Sequential(blocks));
        }
        return new ResNet(conv1, bn1, isPooled, changed, this.last, linear);
    }

    private static Layer dropped(Layer block, double p) {
        return switch (block) {
            case BasicBlock basic -> basic.dropped(p);
            case Bottleneck bottleneck -> bottleneck.dropped(p);
            default ->
                throw new IllegalArgumentException("ResNet: a block without a shortcut cannot be left out"
                        + System.lineSeparator() + "  use stochastic depth with ResNet.cifar or ResNet.imagenet");
        };
    }

    @Override
    public SequencedMap<String, ?> parts() {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>();
        parts.put("conv1", conv1);
        parts.put("bn1", bn1);
        for (Sequential stage : stages) {
            parts.put("layer" + (parts.size() - 1), stage);
        }
        parts.put(last, linear);
        return parts;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = bn1.forward("bn1", conv1.forward("conv1", x)).relu();
        y = isPooled ? y.maxPool(POOLED) : y;
        for (int i = 0; i < stages.size(); i++) {
            y = stages.get(i).forward("layer" + (i + 1), y);
        }
        return linear.forward(last, y.mean(2, 3));
    }
}
