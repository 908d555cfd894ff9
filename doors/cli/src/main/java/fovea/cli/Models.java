package fovea.cli;

import fovea.data.DataSet;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.zoo.Airbench;
import fovea.zoo.AllConvNet;
import fovea.zoo.Architectures;
import fovea.zoo.CifarQuick;
import fovea.zoo.CifarVgg;
import fovea.zoo.ConvNetJs;
import fovea.zoo.CudaConvNet;
import fovea.zoo.DenseNet;
import fovea.zoo.FireNet;
import fovea.zoo.FractalNet;
import fovea.zoo.HighwayNet;
import fovea.zoo.LeNet5;
import fovea.zoo.LinearClassifier;
import fovea.zoo.Mlp;
import fovea.zoo.NetworkInNetwork;
import fovea.zoo.PreActResNet;
import fovea.zoo.ResNet;
import fovea.zoo.SmallInception;
import fovea.zoo.SmallVgg;
import fovea.zoo.ThreeLayerConvNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Models for small pictures by the names a person chooses them by: what {@code fovea train} trains from nothing. Of families whose names end
 * in numbers every member has one, such as {@code resnet1202}; some are listed.
 */
final class Models {
    private static final Shape COLOR = Shape.of(3, 32, 32);
    private static final Shape DIGIT = Shape.of(1, 28, 28);

    /** Of the course's three-layer net, as its assignment has it. */
    private static final int HIDDEN = 500;

    /** Of the small VGG's first stage. */
    private static final int WIDTH = 32;

    /** Of highways through 50 layers at first; see {@link HighwayNet#fullyConnected}. */
    private static final double GATE = -4;

    private static final double HALF = 0.5;
    private static final SequencedMap<String, Small> SINGLE = single();
    private static final List<Family> FAMILIES = families();

    /** Those that are listed. */
    static final List<String> NAMES = List.of(
            "linear",
            "mlp",
            "lenet5",
            "resnet20",
            "three_layer_convnet",
            "cifar_quick",
            "convnetjs",
            "nin",
            "small_vgg",
            "all_cnn_c",
            "strided_cnn_c",
            "convpool_cnn_c",
            "plain_mlp50",
            "highway_mlp50",
            "highway_mnist",
            "highway_cifar",
            "resnet32",
            "resnet44",
            "resnet56",
            "resnet110",
            "resnet1202",
            "plain20",
            "plain32",
            "plain44",
            "plain56",
            "stochastic_depth110",
            "preact_resnet20",
            "preact_resnet110",
            "preact_resnet164",
            "wrn_16_4",
            "wrn_40_4",
            "wrn_28_10",
            "resnext29_8x64d",
            "densenet40_12",
            "densenet_bc_100_12",
            "fractalnet",
            "fractalnet40",
            "cuda_convnet",
            "nin_bn",
            "cifar_vgg16",
            "fire_net",
            "small_inception");

    /** A model that is nothing without the recipe that readies it, so that nobody chooses it by name: see {@link FastCifar}. */
    private static final String AIRBENCH = "airbench95";

    private Models() {}

    /** How to make a model for images {@code [C, H, W]}. */
    @FunctionalInterface
    private interface Maker {
        Layer of(Shape image, int classes, RandomGenerator random);
    }

    /** The same by the numbers in its name. */
    @FunctionalInterface
    private interface Numbered {
        Layer of(int[] numbers, int channels, int classes, RandomGenerator random);
    }

    /**
     * A model.
     *
     * @param image what it was made for
     * @param isNormalized whether it normalizes what flows through it, and so bears a high learning rate
     */
    private record Small(Shape image, boolean isNormalized, Maker maker) {}

    private record Family(Pattern name, Numbered maker) {
        @Nullable
        Small member(String called) {
            Matcher matcher = name.matcher(called);
            if (!matcher.matches()) {
                return null;
            }
            int[] numbers = new int[matcher.groupCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Integer.parseInt(matcher.group(i + 1));
            }
            return new Small(
                    COLOR, true, (image, classes, random) -> make(called, numbers, image.size(0), classes, random));
        }

        /** Which numbers there are a family says itself, in the second line of what it refuses others with. */
        private Layer make(String called, int[] numbers, int channels, int classes, RandomGenerator random) {
            try {
                return maker.of(numbers, channels, classes, random);
            } catch (IllegalArgumentException e) {
                String[] lines = String.valueOf(e.getMessage()).split("\\R\\s*", 2);
                throw new CommandException(
                        "there is no model called %s: %s".formatted(called, lines[0]),
                        lines.length > 1 ? lines[1] : "choose one of " + String.join(", ", NAMES));
            }
        }
    }

    private static SequencedMap<String, Small> single() {
        SequencedMap<String, Small> all = new LinkedHashMap<>();
        all.put("linear", new Small(COLOR, false, LinearClassifier::of));
        all.put("mlp", new Small(COLOR, false, (image, n, random) -> Mlp.of(image, Mlp.HIDDEN, n, random)));
        all.put("lenet5", new Small(DIGIT, false, LeNet5::of));
        all.put(
                "three_layer_convnet",
                new Small(COLOR, false, (image, n, random) -> ThreeLayerConvNet.of(image, HIDDEN, n, random)));
        all.put("cifar_quick", new Small(COLOR, false, CifarQuick::of));
        all.put("convnetjs", new Small(COLOR, false, ConvNetJs::of));
        all.put("nin", ofColors(false, (colors, n, random) -> NetworkInNetwork.cifar(colors, n, HALF, random)));
        all.put("small_vgg", ofColors(true, (colors, n, random) -> SmallVgg.of(WIDTH, colors, n, random)));
        all.put("all_cnn_c", allConv(AllConvNet.Halving.CONVOLUTION));
        all.put("strided_cnn_c", allConv(AllConvNet.Halving.STRIDE));
        all.put("convpool_cnn_c", allConv(AllConvNet.Halving.CONVOLUTION_AND_MAXIMA));
        all.put("plain_mlp50", new Small(DIGIT, false, (image, n, random) -> HighwayNet.plain(image, 50, n, random)));
        all.put(
                "highway_mlp50",
                new Small(DIGIT, false, (image, n, random) -> HighwayNet.fullyConnected(image, 50, GATE, n, random)));
        all.put("highway_mnist", new Small(DIGIT, false, (image, n, random) -> HighwayNet.mnist(image, 32, n, random)));
        all.put("highway_cifar", ofColors(false, HighwayNet::cifar));
        all.put("fractalnet", fractal(3, List.of(64, 128, 256, 512, 512)));
        all.put("fractalnet40", fractal(4, List.of(16, 32, 64, 128, 128)));
        all.put("cuda_convnet", new Small(COLOR, false, CudaConvNet::of));
        all.put(
                "nin_bn",
                ofColors(true, (colors, n, random) -> NetworkInNetwork.normalized(1, colors, n, HALF, random)));
        all.put("cifar_vgg16", ofColors(true, (colors, n, random) -> CifarVgg.of(1, HALF, colors, n, random)));
        all.put("fire_net", ofColors(true, FireNet::of));
        all.put("small_inception", ofColors(true, (colors, n, random) -> SmallInception.of(1, colors, n, random)));
        return all;
    }

    /** Of one for images of any size. */
    private interface OfColors {
        Layer of(int colors, int classes, RandomGenerator random);
    }

    private static Small ofColors(boolean isNormalized, OfColors maker) {
        return new Small(COLOR, isNormalized, (image, classes, random) -> maker.of(image.size(0), classes, random));
    }

    private static Small allConv(AllConvNet.Halving halving) {
        return ofColors(false, (colors, n, random) -> AllConvNet.c(halving, HALF, colors, n, random));
    }

    private static Small fractal(int columns, List<Integer> widths) {
        return ofColors(
                true,
                (colors, n, random) -> FractalNet.cifar(columns, widths, FractalNet.Drop.PAPER, colors, n, random));
    }

    private static List<Family> families() {
        String number = "(\\d{1,4})";
        return List.of(
                // 18, 34, 50, 101 and 152 layers are those of nets for photographs.
                family(
                        "resnet(?!(?:18|34|50|101|152)$)" + number,
                        (n, colors, classes, random) -> ResNet.cifar(n[0], colors, classes, random)),
                family("plain" + number, (n, colors, classes, random) -> ResNet.plain(n[0], colors, classes, random)),
                family(
                        "stochastic_depth" + number,
                        (n, colors, classes, random) ->
                                ResNet.cifar(n[0], colors, classes, random).withStochasticDepth(HALF)),
                family(
                        "preact_resnet" + number,
                        (n, colors, classes, random) -> PreActResNet.cifar(n[0], colors, classes, random)),
                family(
                        "wrn_" + number + "_" + number,
                        (n, colors, classes, random) -> PreActResNet.wide(n[0], n[1], 0, colors, classes, random)),
                family(
                        "resnext29_" + number + "x" + number + "d",
                        (n, colors, classes, random) -> ResNet.nextCifar(29, n[0], n[1], colors, classes, random)),
                family(
                        "densenet" + number + "_" + number,
                        (n, colors, classes, random) -> DenseNet.cifar(n[0], n[1], false, colors, classes, random)),
                family(
                        "densenet_bc_" + number + "_" + number,
                        (n, colors, classes, random) -> DenseNet.cifar(n[0], n[1], true, colors, classes, random)));
    }

    private static Family family(String name, Numbered maker) {
        return new Family(Pattern.compile(name), maker);
    }

    private static @Nullable Small find(String name) {
        Small single = SINGLE.get(name);
        if (single != null) {
            return single;
        }
        for (Family family : FAMILIES) {
            Small member = family.member(name);
            if (member != null) {
                return member;
            }
        }
        return null;
    }

    /** Whether there is one of that name, listed or not. */
    static boolean has(String name) {
        return find(name) != null;
    }

    /** Refuses a name that nothing is trained by, and says what to do. */
    static void check(String name, Shared shared) {
        if (has(name)) {
            return;
        }
        if (Architectures.names().contains(name)) {
            throw shared.wrong(
                    "%s is a network for photographs, too large to learn from nothing here; begin with its published weights: fovea train --from %s --weights FILE"
                            .formatted(name, name));
        }
        if (Zoo.names().contains(name)) {
            throw shared.wrong("%s is not trained from here, only shown: fovea summary %s; there are %s"
                    .formatted(name, name, String.join(", ", NAMES)));
        }
        throw shared.wrong("there is no model called %s; there are %s".formatted(name, String.join(", ", NAMES)));
    }

    /** The images a model was made for, {@code [C, H, W]}; those of CIFAR-10 where there is none of that name. */
    static Shape image(String name) {
        Small found = find(name);
        return found == null ? COLOR : found.image;
    }

    /** Whether a model normalizes what flows through it. */
    static boolean isNormalized(String name) {
        Small found = find(name);
        return found != null && found.isNormalized;
    }

    /**
     * A fresh model.
     *
     * @param name of one there is, or a recipe's
     * @param image {@code [C, H, W]}
     */
    static Layer of(String name, Shape image, int classes, RandomGenerator random) {
        if (name.equals(AIRBENCH)) {
            return Airbench.of(List.of(128, 384, 384), classes, random);
        }
        Small found = find(name);
        if (found == null) {
            throw new CommandException("there is no model called " + name, "choose one of " + String.join(", ", NAMES));
        }
        return found.maker.of(image, classes, random);
    }

    /** A fresh model for a set, the same for the same seed. */
    static Layer of(String name, DataSet set, long seed) {
        return of(name, image(set), set.classes().size(), new SplittableRandom(seed).split());
    }

    /** What a set's images are, {@code [C, H, W]}. */
    static Shape image(DataSet set) {
        return Shape.of(
                set.train().channels(), set.train().height(), set.train().width());
    }
}
