package fovea.zoo;

import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Named;
import fovea.nn.Sequential;
import fovea.tensor.AvgPool;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * Inception v4: a branching stem, then four modules A, seven B and three C, with one that halves the picture between each kind (Szegedy et
 * al. 2016, figures 3 to 9, <a href="https://arxiv.org/abs/1602.07261">arXiv:1602.07261</a>).
 *
 * <p>Names are those of timm; with 1000 classes 42,679,816 parameters.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 75 or more, 299 in the paper.
 *
 * @param dropout the paper's keeps 0.8 of the numbers
 */
public record InceptionV4(Sequential features, Dropout dropout, Linear lastLinear) implements Layer {

    /**
     * Modules C, whose 3 × 3 windows are a row and a column side by side (figure 6).
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, 1536, H, W]}.
     *
     * @param parts {@code branch0}, {@code branch1_0} and so on
     */
    public record Crossed(SequencedMap<String, Layer> parts) implements Layer, Named {
        private static Crossed of(Convolutions make) {
            Window row = Window.of(1, 3).withPadding(0, 1);
            Window column = Window.of(3, 1).withPadding(1, 0);
            SequencedMap<String, Layer> parts = new LinkedHashMap<>();
            parts.put("branch0", make.one(1536, 256));
            parts.put("branch1_0", make.one(1536, 384));
            parts.put("branch1_1a", make.of(384, 256, row));
            parts.put("branch1_1b", make.of(384, 256, column));
            parts.put("branch2_0", make.one(1536, 384));
            parts.put("branch2_1", make.of(384, 448, column));
            parts.put("branch2_2", make.of(448, 512, row));
            parts.put("branch2_3a", make.of(512, 256, row));
            parts.put("branch2_3b", make.of(512, 256, column));
            parts.put("branch3", make.pooled(1536, 256));
            return new Crossed(parts);
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor one = through(x, "branch1_0");
            Tensor two = through(x, "branch2_0", "branch2_1", "branch2_2");
            return Tensor.concat(
                    1,
                    through(x, "branch0"),
                    through(one, "branch1_1a"),
                    through(one, "branch1_1b"),
                    through(two, "branch2_3a"),
                    through(two, "branch2_3b"),
                    through(x, "branch3"));
        }

        private Tensor through(Tensor x, String... names) {
            Tensor y = x;
            for (String name : names) {
                y = Objects.requireNonNull(parts.get(name)).forward(name, y);
            }
            return y;
        }
    }

    /**
     * A fresh one.
     *
     * @param dropout the probability before the linear layer; 0.2 in the paper
     */
    public static InceptionV4 of(int classes, double dropout, RandomGenerator random) {
        Convolutions make = new Convolutions(random);
        List<Layer> features = new ArrayList<>(stem(make));
        for (int i = 0; i < 4; i++) {
            features.add(a(make));
        }
        features.add(Branches.of(
                make.halving(384, 384),
                Sequential.of(make.one(384, 192), make.three(192, 224), make.halving(224, 256)),
                new MaxPoolLayer(3, 2)));
        for (int i = 0; i < 7; i++) {
            features.add(b(make));
        }
        features.add(Branches.of(
                Sequential.of(make.one(1024, 192), make.halving(192, 192)),
                Sequential.of(make.one(1024, 256), make.row(256, 256), make.column(256, 320), make.halving(320, 320)),
                new MaxPoolLayer(3, 2)));
        for (int i = 0; i < 3; i++) {
            features.add(Crossed.of(make));
        }
        return new InceptionV4(new Sequential(features), new Dropout(dropout), Linear.of(1536, classes, random));
    }

    /** Figure 3. */
    private static List<Layer> stem(Convolutions make) {
        return List.of(
                make.halving(3, 32),
                make.of(32, 32, Convolutions.THREE),
                make.three(32, 64),
                Branches.of("maxpool", new MaxPoolLayer(3, 2), "conv", make.halving(64, 96)),
                Branches.of(
                        Sequential.of(make.one(160, 64), make.of(64, 96, Convolutions.THREE)),
                        Sequential.of(
                                make.one(160, 64),
                                make.row(64, 64),
                                make.column(64, 64),
                                make.of(64, 96, Convolutions.THREE))),
                Branches.of("conv", make.halving(192, 192), "maxpool", new MaxPoolLayer(3, 2)));
    }

    /** Figure 4. */
    private static Layer a(Convolutions make) {
        return Branches.of(
                make.one(384, 96),
                Sequential.of(make.one(384, 64), make.three(64, 96)),
                Sequential.of(make.one(384, 64), make.three(64, 96), make.three(96, 96)),
                make.pooled(384, 96));
    }

    /** Figure 5. */
    private static Layer b(Convolutions make) {
        return Branches.of(
                make.one(1024, 384),
                Sequential.of(make.one(1024, 192), make.row(192, 224), make.column(224, 256)),
                Sequential.of(
                        make.one(1024, 192),
                        make.column(192, 192),
                        make.row(192, 224),
                        make.column(224, 224),
                        make.row(224, 256)),
                make.pooled(1024, 128));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor maps = features.forward("features", x);
        return lastLinear.forward("last_linear", dropout.forward("dropout", maps.mean(2, 3)));
    }

    /** The convolutions that the later Inceptions are made of. */
    record Convolutions(RandomGenerator random) {
        static final Window ONE = Window.of(1, 1);
        static final Window THREE = Window.of(3, 3);

        /** Of the first weights before truncation, as torchvision's Inception v3 has it. */
        private static final double DEVIATION = 0.1;

        ConvNorm of(int in, int out, Window window) {
            return ConvNorm.of(in, out, window, DEVIATION, random);
        }

        ConvNorm one(int in, int out) {
            return of(in, out, ONE);
        }

        ConvNorm three(int in, int out) {
            return of(in, out, THREE.withPadding(1));
        }

        ConvNorm halving(int in, int out) {
            return of(in, out, THREE.withStride(2));
        }

        ConvNorm row(int in, int out) {
            return of(in, out, Window.of(1, 7).withPadding(0, 3));
        }

        ConvNorm column(int in, int out) {
            return of(in, out, Window.of(7, 1).withPadding(3, 0));
        }

        /** The mean of those of 3 × 3 pixels that the picture has, and a 1 × 1 convolution. */
        Sequential pooled(int in, int out) {
            AvgPool mean = AvgPool.of(THREE.withPadding(1)).withoutCountingPad();
            return Sequential.of(mean::apply, one(in, out));
        }
    }
}
