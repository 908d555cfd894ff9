package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.nn.StochasticDepth;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A 1 × 1 convolution to fewer channels, a 3 × 3 one and a 1 × 1 one to more, around a shortcut (He et al. 2015, figure 5,
 * <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>). The stride is that of the 3 × 3 convolution, as torchvision has it;
 * in the paper it is the first one's.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, 4·channels, ⌈H/stride⌉, ⌈W/stride⌉]}.
 *
 * @param downsample a 1 × 1 convolution and a batch normalization on the shortcut where the shape changes, else null
 * @param survival what leaves out the convolutions by chance in training, or null
 */
public record Bottleneck(
        Conv2dLayer conv1,
        BatchNormLayer bn1,
        Conv2dLayer conv2,
        BatchNormLayer bn2,
        Conv2dLayer conv3,
        BatchNormLayer bn3,
        @Nullable Sequential downsample,
        @Nullable StochasticDepth survival)
        implements Layer {

    /** Channels that come out for each of the stage's. */
    static final int EXPANSION = 4;

    /**
     * A fresh one.
     *
     * @param width channels of the 3 × 3 convolution; {@code channels} in the paper
     * @param groups of the 3 × 3 convolution; 1 in the paper
     */
    public static Bottleneck of(int in, int channels, int width, int groups, int stride, RandomGenerator random) {
        Window one = Window.of(1, 1);
        Window three = Window.of(3, 3).withPadding(1).withStride(stride);
        int out = channels * EXPANSION;
        return new Bottleneck(
                Conv2dLayer.unbiased(in, width, one, random),
                BatchNormLayer.of(width),
                Conv2dLayer.unbiased(width, width, three, groups, random),
                BatchNormLayer.of(width),
                Conv2dLayer.unbiased(width, out, one, random),
                BatchNormLayer.of(out),
                ResNet.downsample(in, out, stride, random),
                null);
    }

    /** This with convolutions that training leaves out with probability {@code p}, sharing all else. */
    public Bottleneck dropped(double p) {
        return new Bottleneck(conv1, bn1, conv2, bn2, conv3, bn3, downsample, new StochasticDepth(p, true));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = bn1.forward("bn1", conv1.forward("conv1", x)).relu();
        y = bn2.forward("bn2", conv2.forward("conv2", y)).relu();
        y = bn3.forward("bn3", conv3.forward("conv3", y));
        y = survival == null ? y : survival.forward("survival", y);
        return y.add(downsample == null ? x : downsample.forward("downsample", x))
                .relu();
    }
}
