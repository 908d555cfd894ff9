package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * SqueezeNet's plan at the size of small images: its eight fire modules and no fully connected layer (Iandola et al. 2016, figure 2 and table
 * 1, <a href="https://arxiv.org/abs/1602.07360">arXiv:1602.07360</a>), but a first convolution of 3 × 3 that halves nothing, and a batch
 * normalization behind every convolution, which the paper does not have.
 *
 * <p>With ten classes 732,010 parameters and 52.5 million multiply-adds for 32 × 32 pixels. {@link SqueezeNet} is the one for photographs.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of 15 pixels or more.
 */
public record FireNet(Sequential features, Conv2dLayer classifier) implements Layer {
    private static final Window ONE = Window.of(1, 1);
    private static final Window THREE = Window.of(3, 3).withPadding(1);
    private static final Window POOLED = Window.of(3, 3).withStride(2);

    /**
     * Few channels, and 1 × 1 and 3 × 3 side by side to many.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H, W]}, half of O from either.
     */
    private record Fire(ConvNorm squeeze, ConvNorm expand1x1, ConvNorm expand3x3) implements Layer {
        private static Fire of(int in, int squeezed, int expanded, RandomGenerator random) {
            return new Fire(
                    ConvNorm.he(in, squeezed, ONE, random),
                    ConvNorm.he(squeezed, expanded, ONE, random),
                    ConvNorm.he(squeezed, expanded, THREE, random));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor s = squeeze.forward("squeeze", x);
            return Tensor.concat(1, expand1x1.forward("expand1x1", s), expand3x3.forward("expand3x3", s));
        }
    }

    /** A fresh one. */
    public static FireNet of(int colors, int classes, RandomGenerator random) {
        return new FireNet(
                Sequential.of(
                        ConvNorm.he(colors, 96, THREE, random),
                        FireNet::pooled,
                        Fire.of(96, 16, 64, random),
                        Fire.of(128, 16, 64, random),
                        Fire.of(128, 32, 128, random),
                        FireNet::pooled,
                        Fire.of(256, 32, 128, random),
                        Fire.of(256, 48, 192, random),
                        Fire.of(384, 48, 192, random),
                        Fire.of(384, 64, 256, random),
                        FireNet::pooled,
                        Fire.of(512, 64, 256, random)),
                Conv2dLayer.of(512, classes, ONE, random));
    }

    private static Tensor pooled(Tensor x) {
        return x.maxPool(POOLED.roundedUp(x.shape()));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward("features", x);
        return classifier.forward("classifier", maps).mean(2, 3);
    }
}
