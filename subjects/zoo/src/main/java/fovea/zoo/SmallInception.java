package fovea.zoo;

import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Inception at the size of small images (Zhang et al. 2016, figure 3, <a href="https://arxiv.org/abs/1611.03530">arXiv:1611.03530</a>): a
 * convolution, eight modules of 1 × 1 and 3 × 3 windows side by side, and two that halve the picture, by windows of stride 2 beside a
 * maximum; the mean over all pixels; a linear layer.
 *
 * <p>Each convolution is normalized; normalizations shift and do not scale, so that at full width and with ten classes there are the paper's
 * 1,649,402 parameters.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of 9 pixels or more; 28 × 28 in the paper.
 */
public record SmallInception(Sequential features, Linear fc) implements Layer {
    private static final Window ONE = Window.of(1, 1);
    private static final Window THREE = Window.of(3, 3).withPadding(1);
    private static final Window HALVING = Window.of(3, 3).withStride(2);

    /**
     * A fresh one.
     *
     * @param width the share of the paper's channels, 1 for all
     */
    public static SmallInception of(double width, int colors, int classes, RandomGenerator random) {
        Modules modules = new Modules(width, colors, random);
        modules.convolution(96);
        modules.module(32, 32);
        modules.module(32, 48);
        modules.halving(80);
        modules.module(112, 48);
        modules.module(96, 64);
        modules.module(80, 80);
        modules.module(48, 96);
        modules.halving(96);
        modules.module(176, 160);
        modules.module(176, 160);
        return new SmallInception(new Sequential(modules.layers), Linear.of(modules.in, classes, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        return fc.forward("fc", features.forward("features", x).mean(2, 3));
    }

    /** The boxes of the figure, one after another, each as wide as the one before left off. */
    private static final class Modules {
        private final double width;
        private final RandomGenerator random;
        private final List<Layer> layers = new ArrayList<>();
        private int in;

        Modules(double width, int colors, RandomGenerator random) {
            this.width = width;
            this.in = colors;
            this.random = random;
        }

        void convolution(int out) {
            layers.add(convolution(out, THREE));
            in = scaled(out);
        }

        void module(int one, int three) {
            layers.add(Branches.of("one", convolution(one, ONE), "three", convolution(three, THREE)));
            in = scaled(one) + scaled(three);
        }

        void halving(int three) {
            layers.add(Branches.of("three", convolution(three, THREE.withStride(2)), "pool", Modules::largest));
            in += scaled(three);
        }

        private ConvNorm convolution(int out, Window window) {
            return ConvNorm.he(in, scaled(out), window, random).unscaled();
        }

        private int scaled(int channels) {
            return (int) Math.round(width * channels);
        }

        /** As many pixels as windows of stride 2 and padding 1 leave. */
        private static Tensor largest(Tensor x) {
            return x.maxPool(HALVING.withPadding(1));
        }
    }
}
