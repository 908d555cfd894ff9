package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
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
 * VGG-16 (Simonyan and Zisserman 2014, column D) as it is known on CIFAR-10: its thirteen convolutions of 3 × 3, each normalized, the last
 * stage halved to one pixel, and one hidden layer of 512 between dropouts ({@code models/vgg_bn_drop.lua}, <a
 * href="https://github.com/szagoruyko/cifar.torch">szagoruyko/cifar.torch</a>, which has dropout between convolutions too).
 *
 * <p>At full width, with ten classes, 14,987,722 parameters. {@link SmallVgg} is the plan in six convolutions, {@link Vgg} the one for
 * photographs.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of 32 to 63 pixels.
 */
public record CifarVgg(Sequential features, Sequential classifier) implements Layer {
    private static final int[] CHANNELS = {64, 128, 256, 512, 512};
    private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};
    private static final Window THREE = Window.of(3, 3).withPadding(1);

    /**
     * A fresh one.
     *
     * @param width the share of VGG's channels, 1 for all
     * @param dropout the probability before and behind the hidden layer; 0.5 in cifar.torch
     */
    public static CifarVgg of(double width, double dropout, int colors, int classes, RandomGenerator random) {
        List<Layer> features = new ArrayList<>();
        int in = colors;
        for (int stage = 0; stage < CHANNELS.length; stage++) {
            int out = (int) Math.round(width * CHANNELS[stage]);
            for (int i = 0; i < CONVOLUTIONS[stage]; i++) {
                features.add(Conv2dLayer.unbiased(in, out, THREE, random));
                features.add(BatchNormLayer.of(out));
                features.add(Tensor::relu);
                in = out;
            }
            features.add(MaxPoolLayer.of(2));
        }
        Sequential classifier = Sequential.of(
                new Dropout(dropout),
                Linear.of(in, in, random),
                BatchNormLayer.of(in),
                Tensor::relu,
                new Dropout(dropout),
                Linear.of(in, classes, random));
        return new CifarVgg(new Sequential(features), classifier);
    }

    @Override
    public Tensor forward(Tensor x) {
        return classifier.forward("classifier", features.forward("features", x).flatten());
    }
}
