package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Named;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.zoo.InceptionV4.Convolutions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Inception-ResNet v2: Inception modules as branches beside shortcuts, their outputs made small before they are added (Szegedy et al. 2016,
 * figures 15 to 19 and section 3.3, <a href="https://arxiv.org/abs/1602.07261">arXiv:1602.07261</a>).
 *
 * <p>As the authors published it, with Inception v3's stem for the paper's; names are those of timm, with 1000 classes 55,843,464
 * parameters.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 75 or more, 299 in the paper.
 *
 * @param features by name, in order
 * @param dropout the paper's keeps 0.8 of the numbers
 */
public record InceptionResNetV2(Sequential features, Dropout dropout, Linear classif) implements Layer, Named {

    /**
     * A shortcut, and what its branches add to it: {@code relu(x + scale · conv(branches))}.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code y} alike.
     *
     * @param conv2d 1 × 1, back to C channels
     * @param scale 0.1 to 0.2: more made the training of wide networks fail
     * @param isRectified whether a ReLU ends it; not so in the last one
     */
    public record Scaled(SequencedMap<String, Layer> branches, Conv2dLayer conv2d, double scale, boolean isRectified)
            implements Layer, Named {
        private static Scaled of(int channels, int joined, double scale, RandomGenerator random, Layer... branches) {
            return new Scaled(
                    Branches.of(branches).parts(),
                    Conv2dLayer.of(joined, channels, Convolutions.ONE, random),
                    scale,
                    true);
        }

        @Override
        public SequencedMap<String, ?> parts() {
            SequencedMap<String, Layer> parts = new LinkedHashMap<>(branches);
            parts.put("conv2d", conv2d);
            return parts;
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor added = conv2d.forward("conv2d", new Branches(branches).forward(x));
            Tensor y = x.add(added.mul(scale));
            return isRectified ? y.relu() : y;
        }
    }

    /**
     * A fresh one.
     *
     * @param dropout the probability before the linear layer; 0.2 in the paper
     */
    public static InceptionResNetV2 of(int classes, double dropout, RandomGenerator random) {
        Convolutions make = new Convolutions(random);
        SequencedMap<String, Layer> features = stem(make);
        features.put("mixed_5b", first(make));
        features.put("repeat", times(10, () -> a(make)));
        features.put(
                "mixed_6a",
                Branches.of(
                        make.halving(320, 384),
                        Sequential.of(make.one(320, 256), make.three(256, 256), make.halving(256, 384)),
                        new MaxPoolLayer(3, 2)));
        features.put("repeat_1", times(20, () -> b(make)));
        features.put(
                "mixed_7a",
                Branches.of(
                        Sequential.of(make.one(1088, 256), make.halving(256, 384)),
                        Sequential.of(make.one(1088, 256), make.halving(256, 288)),
                        Sequential.of(make.one(1088, 256), make.three(256, 288), make.halving(288, 320)),
                        new MaxPoolLayer(3, 2)));
        features.put("repeat_2", times(9, () -> c(make, 0.2)));
        Scaled last = c(make, 1);
        features.put("block8", new Scaled(last.branches, last.conv2d, last.scale, false));
        features.put("conv2d_7b", make.one(2080, 1536));
        return new InceptionResNetV2(new Sequential(features), new Dropout(dropout), Linear.of(1536, classes, random));
    }

    private static SequencedMap<String, Layer> stem(Convolutions make) {
        SequencedMap<String, Layer> stem = new LinkedHashMap<>();
        stem.put("conv2d_1a", make.halving(3, 32));
        stem.put("conv2d_2a", make.of(32, 32, Convolutions.THREE));
        stem.put("conv2d_2b", make.three(32, 64));
        stem.put("maxpool_3a", new MaxPoolLayer(3, 2));
        stem.put("conv2d_3b", make.one(64, 80));
        stem.put("conv2d_4a", make.of(80, 192, Convolutions.THREE));
        stem.put("maxpool_5a", new MaxPoolLayer(3, 2));
        return stem;
    }

    private static Layer first(Convolutions make) {
        return Branches.of(
                make.one(192, 96),
                Sequential.of(make.one(192, 48), make.of(48, 64, Window.of(5, 5).withPadding(2))),
                Sequential.of(make.one(192, 64), make.three(64, 96), make.three(96, 96)),
                make.pooled(192, 64));
    }

    /** Figure 16. */
    private static Scaled a(Convolutions make) {
        return Scaled.of(
                320,
                128,
                0.17,
                make.random(),
                make.one(320, 32),
                Sequential.of(make.one(320, 32), make.three(32, 32)),
                Sequential.of(make.one(320, 32), make.three(32, 48), make.three(48, 64)));
    }

    /** Figure 17. */
    private static Scaled b(Convolutions make) {
        return Scaled.of(
                1088,
                384,
                0.1,
                make.random(),
                make.one(1088, 192),
                Sequential.of(make.one(1088, 128), make.row(128, 160), make.column(160, 192)));
    }

    /** Figure 19. */
    private static Scaled c(Convolutions make, double scale) {
        return Scaled.of(
                2080,
                448,
                scale,
                make.random(),
                make.one(2080, 192),
                Sequential.of(
                        make.one(2080, 192),
                        make.of(192, 224, Window.of(1, 3).withPadding(0, 1)),
                        make.of(224, 256, Window.of(3, 1).withPadding(1, 0))));
    }

    private static Sequential times(int n, Supplier<Layer> block) {
        List<Layer> blocks = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            blocks.add(block.get());
        }
        return new Sequential(blocks);
    }

    @Override
    public SequencedMap<String, ?> parts() {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>(features.parts());
        parts.put("classif", classif);
        return parts;
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward(x);
        return classif.forward("classif", dropout.forward("dropout", maps.mean(2, 3)));
    }
}
