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
 * Two 3 × 3 convolutions around a shortcut (He et al. 2015, figure 2, <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>).
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, ⌈H/stride⌉, ⌈W/stride⌉]}.
 *
 * @param downsample a 1 × 1 convolution and a batch normalization on the shortcut where the shape changes (option B); or null: the shortcut
 *     has no parameters and takes every {@code stride}-th pixel, and channels it does not have are zeros, half of them before and half
 *     behind (option A)
 * @param survival what leaves out the convolutions by chance in training, or null
 */
public record BasicBlock(
        Conv2dLayer conv1,
        BatchNormLayer bn1,
        Conv2dLayer conv2,
        BatchNormLayer bn2,
        @Nullable Sequential downsample,
        @Nullable StochasticDepth survival)
        implements Layer {

    /** A fresh one whose shortcut has no parameters. */
    public static BasicBlock of(int in, int out, int stride, RandomGenerator random) {
        Window window = Window.of(3, 3).withPadding(1);
        return new BasicBlock(
                Conv2dLayer.unbiased(in, out, window.withStride(stride), random),
                BatchNormLayer.of(out),
                Conv2dLayer.unbiased(out, out, window, random),
                BatchNormLayer.of(out),
                null,
                null);
    }

    /** A fresh one whose shortcut is projected where the shape changes. */
    public static BasicBlock projected(int in, int out, int stride, RandomGenerator random) {
        BasicBlock plain = of(in, out, stride, random);
        return new BasicBlock(
                plain.conv1, plain.bn1, plain.conv2, plain.bn2, ResNet.downsample(in, out, stride, random), null);
    }

    /** This with convolutions that training leaves out with probability {@code p}, sharing all else. */
    public BasicBlock dropped(double p) {
        return new BasicBlock(conv1, bn1, conv2, bn2, downsample, new StochasticDepth(p, true));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = bn1.forward("bn1", conv1.forward("conv1", x)).relu();
        y = bn2.forward("bn2", conv2.forward("conv2", y));
        y = survival == null ? y : survival.forward("survival", y);
        return y.add(shortcut(x, y)).relu();
    }

    private Tensor shortcut(Tensor x, Tensor y) {
        if (downsample != null) {
            return downsample.forward("downsample", x);
        }
        return unprojected(x, y, conv1.window().stride(0));
    }

    /** Every {@code stride}-th pixel of {@code x}, and zeros for the channels that {@code y} has more, before and behind. */
    static Tensor unprojected(Tensor x, Tensor y, int stride) {
        int missing = y.shape().size(1) - x.shape().size(1);
        Tensor taken = stride == 1
                ? x
                : x.slice(2, 0, x.shape().size(2), stride).slice(3, 0, x.shape().size(3), stride);
        return missing == 0 ? taken : taken.pad(1, missing / 2, missing - missing / 2);
    }
}
