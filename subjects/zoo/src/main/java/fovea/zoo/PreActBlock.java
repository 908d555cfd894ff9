package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions around a shortcut, each behind a normalization and a ReLU of its own (He et al. 2016, figure 4e,
 * <a href="https://arxiv.org/abs/1603.05027">arXiv:1603.05027</a>). Where the shape changes, the first normalization and ReLU are the
 * projected shortcut's too, as in the authors' code.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, ⌈H/stride⌉, ⌈W/stride⌉]}.
 *
 * @param norms one before each convolution
 * @param convs as many
 * @param dropout before the last convolution
 * @param shortcut a 1 × 1 convolution where the shape changes; or null: the shortcut takes every {@code stride}-th pixel, and channels it
 *     does not have are zeros, half of them before and half behind
 * @param stride of the block
 */
public record PreActBlock(
        List<BatchNormLayer> norms,
        List<Conv2dLayer> convs,
        Dropout dropout,
        @Nullable Conv2dLayer shortcut,
        int stride)
        implements Layer {
    private static final Window ONE = Window.of(1, 1);
    private static final Window THREE = Window.of(3, 3).withPadding(1);

    /** Copies the lists. */
    public PreActBlock {
        norms = List.copyOf(norms);
        convs = List.copyOf(convs);
    }

    /** Two 3 × 3 convolutions, and a shortcut without parameters. */
    static PreActBlock basic(int in, int out, int stride, RandomGenerator random) {
        return new PreActBlock(norms(in, out), convs(in, out, stride, random), new Dropout(0), null, stride);
    }

    /** Two 3 × 3 convolutions with dropout between them, and a shortcut that is projected where the shape changes. */
    static PreActBlock wide(int in, int out, int stride, Dropout dropout, RandomGenerator random) {
        return new PreActBlock(
                norms(in, out), convs(in, out, stride, random), dropout, projection(in, out, stride, random), stride);
    }

    private static List<Conv2dLayer> convs(int in, int out, int stride, RandomGenerator random) {
        return List.of(
                Conv2dLayer.unbiased(in, out, THREE.withStride(stride), random),
                Conv2dLayer.unbiased(out, out, THREE, random));
    }

    /** A 1 × 1 convolution to {@code channels}, a 3 × 3 one and a 1 × 1 one to four times as many. */
    static PreActBlock bottleneck(int in, int channels, int stride, RandomGenerator random) {
        int out = 4 * channels;
        return new PreActBlock(
                norms(in, channels, channels),
                List.of(
                        Conv2dLayer.unbiased(in, channels, ONE, random),
                        Conv2dLayer.unbiased(channels, channels, THREE.withStride(stride), random),
                        Conv2dLayer.unbiased(channels, out, ONE, random)),
                new Dropout(0),
                projection(in, out, stride, random),
                stride);
    }

    private static List<BatchNormLayer> norms(int... channels) {
        List<BatchNormLayer> norms = new ArrayList<>();
        for (int each : channels) {
            norms.add(BatchNormLayer.of(each));
        }
        return norms;
    }

    private static @Nullable Conv2dLayer projection(int in, int out, int stride, RandomGenerator random) {
        return in == out ? null : Conv2dLayer.unbiased(in, out, ONE.withStride(stride), random);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor active = norms.getFirst().forward("norms.0", x).relu();
        Tensor y = convs.getFirst().forward("convs.0", active);
        for (int i = 1; i < convs.size(); i++) {
            y = norms.get(i).forward("norms." + i, y).relu();
            y = i + 1 == convs.size() ? dropout.forward("dropout", y) : y;
            y = convs.get(i).forward("convs." + i, y);
        }
        return y.add(shortcut == null ? BasicBlock.unprojected(x, y, stride) : shortcut.forward("shortcut", active));
    }
}
