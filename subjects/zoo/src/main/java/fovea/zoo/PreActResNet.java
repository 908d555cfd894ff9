package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
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

/**
 * Residual networks for small images whose normalizations and ReLUs come before the convolutions, so that the shortcuts are free from the
 * first block to the last: pre-activation (He et al. 2016, figure 4e, <a href="https://arxiv.org/abs/1603.05027">arXiv:1603.05027</a>); and
 * the wide ones (Zagoruyko and Komodakis 2016, table 1, <a href="https://arxiv.org/abs/1605.07146">arXiv:1605.07146</a>).
 *
 * <p>Three stages, of which the second and third halve the image; the mean over all pixels; a linear layer. On CIFAR-10 ResNet-164 has
 * 1,703,258 parameters, WRN-28-10 36,479,194.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of any size.
 */
public record PreActResNet(Conv2dLayer conv1, List<Sequential> stages, BatchNormLayer bn, Linear fc)
        implements Layer, Named {
    private static final int FIRST = 16;

    /** Copies the list. */
    public PreActResNet {
        stages = List.copyOf(stages);
    }

    private interface Block {
        Layer of(int in, int stage, int stride);
    }

    /**
     * One of blocks of two 3 × 3 convolutions, or from 164 layers on of bottlenecks, as in the paper.
     *
     * @param depth layers with weights: {@code 6n + 2} below 164, such as 20 and 110; else {@code 9n + 2}, such as 164 and 1001
     */
    public static PreActResNet cifar(int depth, int channels, int classes, RandomGenerator random) {
        boolean isBottleneck = depth >= 164;
        int layers = isBottleneck ? 9 : 6;
        if (depth < 8 || (depth - 2) % layers != 0) {
            throw new IllegalArgumentException("PreActResNet: a depth of " + depth + System.lineSeparator()
                    + "  it must be 6n + 2 below 164, such as 20 or 110, or 9n + 2, such as 164 or 1001");
        }
        Block block = isBottleneck
                ? (in, stage, stride) -> PreActBlock.bottleneck(in, FIRST << stage, stride, random)
                : (in, stage, stride) -> PreActBlock.basic(in, FIRST << stage, stride, random);
        return of(block, (depth - 2) / layers, isBottleneck ? 4 : 1, channels, classes, random);
    }

    /**
     * A wide one: WRN-{@code depth}-{@code times}.
     *
     * @param depth {@code 6n + 4}, such as 16, 28 and 40
     * @param times how many times as many channels as 16, 32 and 64
     * @param dropout the probability between the two convolutions of a block; 0 or 0.3 in the paper
     */
    public static PreActResNet wide(
            int depth, int times, double dropout, int channels, int classes, RandomGenerator random) {
        if (depth < 10 || (depth - 4) % 6 != 0) {
            throw new IllegalArgumentException("PreActResNet: a wide one with a depth of " + depth
                    + System.lineSeparator() + "  it must be 6n + 4, such as 16, 28 or 40");
        }
        Dropout between = new Dropout(dropout);
        Block block = (in, stage, stride) -> PreActBlock.wide(in, (FIRST << stage) * times, stride, between, random);
        return of(block, (depth - 4) / 6, times, channels, classes, random);
    }

    private static PreActResNet of(
            Block block, int n, int expansion, int channels, int classes, RandomGenerator random) {
        Window three = Window.of(3, 3).withPadding(1);
        Conv2dLayer conv1 = Conv2dLayer.unbiased(channels, FIRST, three, random);
        List<Sequential> stages = new ArrayList<>();
        int in = FIRST;
        for (int stage = 0; stage < 3; stage++) {
            List<Layer> blocks = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                blocks.add(block.of(in, stage, i == 0 && stage > 0 ? 2 : 1));
                in = (FIRST << stage) * expansion;
            }
            stages.add(new Sequential(blocks));
        }
        return new PreActResNet(conv1, stages, BatchNormLayer.of(in), Linear.of(in, classes, random));
    }

    @Override
    public SequencedMap<String, ?> parts() {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>();
        parts.put("conv1", conv1);
        for (Sequential stage : stages) {
            parts.put("layer" + parts.size(), stage);
        }
        parts.put("bn", bn);
        parts.put("fc", fc);
        return parts;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = conv1.forward("conv1", x);
        for (int i = 0; i < stages.size(); i++) {
            y = stages.get(i).forward("layer" + (i + 1), y);
        }
        return fc.forward("fc", bn.forward("bn", y).relu().mean(2, 3));
    }
}
