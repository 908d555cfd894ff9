package fovea.zoo;

import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Named;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * Inception v2: {@link GoogLeNet} with batch normalization, and two 3 × 3 convolutions for each of 5 × 5 (Ioffe and Szegedy 2015, figure 5
 * of the appendix, <a href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>).
 *
 * <p>Modules 3c and 4e halve the picture: their windows have stride 2, they have no 1 × 1 branch, and the maximum passes through.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W multiples of 32, 224 in the paper.
 */
public record BnInception(Sequential features, Linear fc) implements Layer, Named {
    /** Of the first weights before truncation, as torchvision's GoogLeNet has it. */
    private static final double DEVIATION = 0.01;

    private static final Window ONE = Window.of(1, 1);
    private static final Window THREE = Window.of(3, 3).withPadding(1);
    private static final Window HALVING = Window.of(3, 3).withStride(2);

    /** A fresh one. */
    public static BnInception of(int classes, RandomGenerator random) {
        return of(96, 96, classes, random);
    }

    /**
     * One whose modules 4c and 4d project their means to other numbers of channels than the paper's 96: the weights for Caffe that
     * were passed around have 128.
     */
    static BnInception of(int pool4c, int pool4d, int classes, RandomGenerator random) {
        Modules modules = new Modules(random);
        modules.parts.put(
                "conv1",
                modules.convolution(3, 64, Window.of(7, 7).withStride(2).withPadding(3)));
        modules.parts.put("pool1", BnInception::halved);
        modules.parts.put("conv2_reduce", modules.convolution(64, 64, ONE));
        modules.parts.put("conv2", modules.convolution(64, 192, THREE));
        modules.parts.put("pool2", BnInception::halved);
        int in = modules.add("3a", 192, 64, 64, 64, 64, 96, BnInception::mean, 32);
        in = modules.add("3b", in, 64, 64, 96, 64, 96, BnInception::mean, 64);
        in = modules.addHalving("3c", in, 128, 160, 64, 96);
        in = modules.add("4a", in, 224, 64, 96, 96, 128, BnInception::mean, 128);
        in = modules.add("4b", in, 192, 96, 128, 96, 128, BnInception::mean, 128);
        in = modules.add("4c", in, 160, 128, 160, 128, 160, BnInception::mean, pool4c);
        in = modules.add("4d", in, 96, 128, 192, 160, 192, BnInception::mean, pool4d);
        in = modules.addHalving("4e", in, 128, 192, 192, 256);
        in = modules.add("5a", in, 352, 192, 320, 160, 224, BnInception::mean, 128);
        in = modules.add("5b", in, 352, 192, 320, 192, 224, BnInception::largest, 128);
        return new BnInception(new Sequential(modules.parts), Linear.of(in, classes, random));
    }

    private static Tensor halved(Tensor x) {
        return x.maxPool(HALVING.roundedUp(x.shape()));
    }

    private static Tensor largest(Tensor x) {
        return x.maxPool(THREE);
    }

    private static Tensor mean(Tensor x) {
        return x.avgPool(THREE);
    }

    @Override
    public SequencedMap<String, ?> parts() {
        SequencedMap<String, Layer> parts = new LinkedHashMap<>(features.parts());
        parts.put("fc", fc);
        return parts;
    }

    @Override
    public Tensor forward(Tensor x) {
        return fc.forward("fc", features.forward(x).mean(2, 3));
    }

    /** The rows of the table, one after another. */
    private record Modules(SequencedMap<String, Layer> parts, RandomGenerator random) {
        Modules(RandomGenerator random) {
            this(new LinkedHashMap<>(), random);
        }

        ConvNorm convolution(int in, int out, Window window) {
            return ConvNorm.of(in, out, window, DEVIATION, random);
        }

        /** Numbers in the order of the table: 1 × 1, 3 × 3 reduce, 3 × 3, double 3 × 3 reduce, double 3 × 3, pool projection. */
        int add(
                String name,
                int in,
                int one,
                int reduce,
                int three,
                int reduceDouble,
                int twice,
                Layer pool,
                int projected) {
            parts.put(
                    "inception_" + name,
                    Branches.of(
                            convolution(in, one, ONE),
                            narrow(in, reduce, three, 1, 1),
                            narrow(in, reduceDouble, twice, 2, 1),
                            Sequential.of(pool, convolution(in, projected, ONE))));
            return one + three + twice + projected;
        }

        int addHalving(String name, int in, int reduce, int three, int reduceDouble, int twice) {
            parts.put(
                    "inception_" + name,
                    Branches.of(
                            narrow(in, reduce, three, 1, 2),
                            narrow(in, reduceDouble, twice, 2, 2),
                            BnInception::halved));
            return three + twice + in;
        }

        /** A 1 × 1 convolution to few channels and {@code times} 3 × 3 ones, the last with this stride. */
        private Sequential narrow(int in, int reduced, int out, int times, int stride) {
            List<Layer> layers = new ArrayList<>(List.of(convolution(in, reduced, ONE)));
            for (int i = 1; i <= times; i++) {
                layers.add(convolution(i == 1 ? reduced : out, out, THREE.withStride(i == times ? stride : 1)));
            }
            return new Sequential(layers);
        }
    }
}
