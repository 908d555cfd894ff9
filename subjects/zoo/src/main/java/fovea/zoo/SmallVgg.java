package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * VGG's plan (Simonyan and Zisserman 2014) at the size of small images: three stages of two normalized convolutions of 3 × 3, each stage
 * halved by maxima and twice as wide as the one before, the mean over all pixels, a linear layer.
 *
 * <p>With 32 channels at first 288,746 parameters and 38 million multiply-adds for 32 × 32 pixels.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of 8 pixels or more.
 */
public record SmallVgg(Sequential features, Linear fc) implements Layer {
    private static final int STAGES = 3;
    private static final Window THREE = Window.of(3, 3).withPadding(1);

    /**
     * A fresh one.
     *
     * @param width channels of the first stage
     */
    public static SmallVgg of(int width, int classes, RandomGenerator random) {
        return of(width, 3, classes, random);
    }

    /** A fresh one for images of other than three channels. */
    public static SmallVgg of(int width, int colors, int classes, RandomGenerator random) {
        List<Layer> features = new ArrayList<>();
        int in = colors;
        int channels = width;
        for (int stage = 0; stage < STAGES; stage++) {
            for (int i = 0; i < 2; i++) {
                features.add(Conv2dLayer.unbiased(in, channels, THREE, random));
                features.add(BatchNormLayer.of(channels));
                features.add(Tensor::relu);
                in = channels;
            }
            features.add(MaxPoolLayer.of(2));
            channels *= 2;
        }
        return new SmallVgg(new Sequential(features), Linear.of(in, classes, random));
    }

    @Override
    public Tensor forward(Tensor x) {
        return fc.forward("fc", features.forward("features", x).globalAvgPool());
    }
}
