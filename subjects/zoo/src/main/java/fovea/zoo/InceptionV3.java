package fovea.zoo;

import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Named;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Inception v3: Inception modules whose large convolutions are taken apart into 3 × 3 ones or rows and columns (Szegedy et al. 2015, table
 * 1, <a href="https://arxiv.org/abs/1512.00567">arXiv:1512.00567</a>).
 *
 * <p>Names and initial weights are torchvision's; with 1000 classes 23,834,568 parameters, 27,161,264 with the auxiliary head.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 75 or more, 299 in the paper.
 *
 * @param to6e everything up to module 6e, where the auxiliary head is
 * @param auxLogits that head, or null for none
 * @param to7c from there to the last module
 */
public record InceptionV3(
        Sequential to6e, @Nullable AuxiliaryHead auxLogits, Sequential to7c, Dropout dropout, Linear fc)
        implements Layer, Named {
    private static final double DEVIATION = 0.1;
    private static final Window ONE = Window.of(1, 1);
    private static final Window THREE = Window.of(3, 3);
    private static final Window ROW = Window.of(1, 7).withPadding(0, 3);
    private static final Window COLUMN = Window.of(7, 1).withPadding(3, 0);

    /**
     * Branches that see the same pixels, their outputs side by side. The variables of a branch are called as if they were the module's own.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H', W']}.
     */
    public record Mixed(List<Sequential> branches) implements Layer, Named {
        private static Mixed of(Sequential... branches) {
            return new Mixed(List.of(branches));
        }

        @Override
        public SequencedMap<String, Layer> parts() {
            SequencedMap<String, Layer> parts = new LinkedHashMap<>();
            for (Sequential branch : branches) {
                branch.parts().forEach((name, part) -> {
                    if (part instanceof Mixed split) {
                        parts.putAll(split.parts());
                    } else {
                        parts.put(name, part);
                    }
                });
            }
            return parts;
        }

        @Override
        public Tensor forward(Tensor x) {
            return Tensor.concat(1, branches.stream().map(b -> b.forward(x)).toList());
        }
    }

    /**
     * A small classifier on the way.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}; H and W of 17 or more.
     */
    public record AuxiliaryHead(Layer conv0, Layer conv1, Linear fc) implements Layer {
        private static AuxiliaryHead of(int in, int classes, RandomGenerator random) {
            return new AuxiliaryHead(
                    ConvNorm.of(in, 128, ONE, DEVIATION, random),
                    ConvNorm.of(128, 768, Window.of(5, 5), 0.01, random),
                    linear(768, classes, 0.001, random));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor pooled = x.avgPool(Window.of(5, 5).withStride(3));
            Tensor y = conv1.forward("conv1", conv0.forward("conv0", pooled));
            return fc.forward("fc", y.mean(2, 3));
        }
    }

    /**
     * What both heads say.
     *
     * @param aux what the auxiliary head says in training, else null
     */
    public record Answers(Tensor logits, @Nullable Tensor aux) {}

    /**
     * A fresh one without auxiliary head.
     *
     * @param dropout the probability before the linear layer; 0.5 in torchvision
     */
    public static InceptionV3 of(int classes, double dropout, RandomGenerator random) {
        Builder to6e = new Builder(random);
        to6e.parts.put("Conv2d_1a_3x3", to6e.convolution(3, 32, THREE.withStride(2)));
        to6e.parts.put("Conv2d_2a_3x3", to6e.convolution(32, 32, THREE));
        to6e.parts.put("Conv2d_2b_3x3", to6e.convolution(32, 64, THREE.withPadding(1)));
        to6e.parts.put("maxpool1", new MaxPoolLayer(3, 2));
        to6e.parts.put("Conv2d_3b_1x1", to6e.convolution(64, 80, ONE));
        to6e.parts.put("Conv2d_4a_3x3", to6e.convolution(80, 192, THREE));
        to6e.parts.put("maxpool2", new MaxPoolLayer(3, 2));
        to6e.parts.put("Mixed_5b", to6e.wide(192, 32));
        to6e.parts.put("Mixed_5c", to6e.wide(256, 64));
        to6e.parts.put("Mixed_5d", to6e.wide(288, 64));
        to6e.parts.put("Mixed_6a", to6e.halving(288));
        to6e.parts.put("Mixed_6b", to6e.crossed(128));
        to6e.parts.put("Mixed_6c", to6e.crossed(160));
        to6e.parts.put("Mixed_6d", to6e.crossed(160));
        to6e.parts.put("Mixed_6e", to6e.crossed(192));
        Builder to7c = new Builder(random);
        to7c.parts.put("Mixed_7a", to7c.halvingCrossed());
        to7c.parts.put("Mixed_7b", to7c.split(1280));
        to7c.parts.put("Mixed_7c", to7c.split(2048));
        return new InceptionV3(
                new Sequential(to6e.parts),
                null,
                new Sequential(to7c.parts),
                new Dropout(dropout),
                linear(2048, classes, DEVIATION, random));
    }

    /** This with a fresh auxiliary head, sharing all else. */
    public InceptionV3 withAuxiliaryHead(RandomGenerator random) {
        int classes = fc.weight().shape().size(0);
        return new InceptionV3(to6e, AuxiliaryHead.of(768, classes, random), to7c, dropout, fc);
    }

    private static Linear linear(int in, int out, double deviation, RandomGenerator random) {
        Tensor weight = Initial.truncatedNormal(Shape.of(out, in), 0, deviation, -2, 2, random);
        return new Linear(new Parameter(weight), Linear.of(in, out, random).bias());
    }

    @Override
    public SequencedMap<String, ?> parts() {
        SequencedMap<String, @Nullable Object> parts = new LinkedHashMap<>(to6e.parts());
        parts.put("AuxLogits", auxLogits);
        parts.putAll(to7c.parts());
        parts.put("fc", fc);
        return parts;
    }

    @Override
    public Tensor forward(Tensor x) {
        return answer(to6e.forward(x));
    }

    /** What both heads say, the auxiliary one in training only; it counts 0.4 in torchvision's loss. */
    public Answers answers(Tensor x) {
        Tensor e = to6e.forward(x);
        return new Answers(
                answer(e), auxLogits == null || !Pass.isTraining() ? null : auxLogits.forward("AuxLogits", e));
    }

    private Tensor answer(Tensor e) {
        Tensor maps = to7c.forward(e);
        return fc.forward("fc", dropout.forward("dropout", maps.mean(2, 3)));
    }

    /** Layers by name, and the kinds of modules, in the order of the paper's figures 5 to 7. */
    private record Builder(SequencedMap<String, Layer> parts, RandomGenerator random) {
        Builder(RandomGenerator random) {
            this(new LinkedHashMap<>(), random);
        }

        ConvNorm convolution(int in, int out, Window window) {
            return ConvNorm.of(in, out, window, DEVIATION, random);
        }

        private Sequential one(String name, int in, int out) {
            return named(name, convolution(in, out, ONE));
        }

        /** A layer, and perhaps more behind it: {@code name_1}, {@code name_2} and so on, as many as there are. */
        private static Sequential named(String name, Layer... layers) {
            SequencedMap<String, Layer> parts = new LinkedHashMap<>();
            for (Layer layer : layers) {
                parts.put(layers.length == 1 ? name : name + "_" + (parts.size() + 1), layer);
            }
            return new Sequential(parts);
        }

        private Sequential pooled(int in, int out) {
            SequencedMap<String, Layer> parts = new LinkedHashMap<>();
            parts.put("pool", x -> x.avgPool(THREE.withPadding(1)));
            parts.put("branch_pool", convolution(in, out, ONE));
            return new Sequential(parts);
        }

        private static Sequential largest() {
            return named("pool", new MaxPoolLayer(3, 2));
        }

        /** Two 3 × 3 convolutions for one of 5 × 5, and one of 5 × 5. */
        Mixed wide(int in, int pool) {
            return Mixed.of(
                    one("branch1x1", in, 64),
                    named(
                            "branch5x5",
                            convolution(in, 48, ONE),
                            convolution(48, 64, Window.of(5, 5).withPadding(2))),
                    named(
                            "branch3x3dbl",
                            convolution(in, 64, ONE),
                            convolution(64, 96, THREE.withPadding(1)),
                            convolution(96, 96, THREE.withPadding(1))),
                    pooled(in, pool));
        }

        /** To half the pixels each way. */
        Mixed halving(int in) {
            return Mixed.of(
                    named("branch3x3", convolution(in, 384, THREE.withStride(2))),
                    named(
                            "branch3x3dbl",
                            convolution(in, 64, ONE),
                            convolution(64, 96, THREE.withPadding(1)),
                            convolution(96, 96, THREE.withStride(2))),
                    largest());
        }

        /** Rows and columns for 7 × 7. */
        Mixed crossed(int hidden) {
            return Mixed.of(
                    one("branch1x1", 768, 192),
                    named(
                            "branch7x7",
                            convolution(768, hidden, ONE),
                            convolution(hidden, hidden, ROW),
                            convolution(hidden, 192, COLUMN)),
                    named(
                            "branch7x7dbl",
                            convolution(768, hidden, ONE),
                            convolution(hidden, hidden, COLUMN),
                            convolution(hidden, hidden, ROW),
                            convolution(hidden, hidden, COLUMN),
                            convolution(hidden, 192, ROW)),
                    pooled(768, 192));
        }

        /** To half the pixels each way, with rows and columns. */
        Mixed halvingCrossed() {
            return Mixed.of(
                    named("branch3x3", convolution(768, 192, ONE), convolution(192, 320, THREE.withStride(2))),
                    named(
                            "branch7x7x3",
                            convolution(768, 192, ONE),
                            convolution(192, 192, ROW),
                            convolution(192, 192, COLUMN),
                            convolution(192, 192, THREE.withStride(2))),
                    largest());
        }

        /** A row and a column side by side. */
        Mixed split(int in) {
            return Mixed.of(
                    one("branch1x1", in, 320),
                    named("branch3x3", convolution(in, 384, ONE), rowAndColumn("branch3x3_2")),
                    named(
                            "branch3x3dbl",
                            convolution(in, 448, ONE),
                            convolution(448, 384, THREE.withPadding(1)),
                            rowAndColumn("branch3x3dbl_3")),
                    pooled(in, 192));
        }

        private Mixed rowAndColumn(String name) {
            return Mixed.of(
                    named(name + "a", convolution(384, 384, Window.of(1, 3).withPadding(0, 1))),
                    named(name + "b", convolution(384, 384, Window.of(3, 1).withPadding(1, 0))));
        }
    }
}
