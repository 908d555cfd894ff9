package fovea.cli;

import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.zoo.AlexNet;
import fovea.zoo.CifarQuick;
import fovea.zoo.ConvNetJs;
import fovea.zoo.DenseNet;
import fovea.zoo.GoogLeNet;
import fovea.zoo.InceptionV3;
import fovea.zoo.LeNet1989;
import fovea.zoo.MobileNetV2;
import fovea.zoo.ResNet;
import fovea.zoo.SmallVgg;
import fovea.zoo.SqueezeNet;
import fovea.zoo.ThreeLayerConvNet;
import fovea.zoo.Vgg;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every model by name, those that only photographs are for too; {@link Models} are those that {@code fovea train} trains. */
final class Zoo {
    private static final int IMAGENET = 1000;
    private static final int SMALL = 10;

    /** Of the course's three-layer net, as its assignment has it. */
    private static final int HIDDEN = 500;

    /** Of the small VGG's first stage. */
    private static final int WIDTH = 32;

    private static final Pattern DEPTH = Pattern.compile("(vgg|resnet|densenet|wide_resnet|resnext)(\\d+)(.*)");

    private static final List<String> PHOTOGRAPHS = List.of(
            "alexnet",
            "vgg11",
            "vgg13",
            "vgg16",
            "vgg19",
            "vgg11_bn",
            "vgg13_bn",
            "vgg16_bn",
            "vgg19_bn",
            "googlenet",
            "inception_v3",
            "resnet18",
            "resnet34",
            "resnet50",
            "resnet101",
            "resnet152",
            "wide_resnet50_2",
            "wide_resnet101_2",
            "resnext50_32x4d",
            "resnext101_32x8d",
            "densenet121",
            "densenet161",
            "densenet169",
            "densenet201",
            "squeezenet1_0",
            "squeezenet1_1",
            "mobilenet_v2");

    private static final List<String> SMALL_ONES = List.of(
            "lenet1989",
            "three_layer_convnet",
            "cifar_quick",
            "convnetjs",
            "small_vgg",
            "resnet32",
            "resnet44",
            "resnet56",
            "resnet110");

    private Zoo() {}

    /** All names. */
    static List<String> names() {
        return Stream.of(Models.NAMES, SMALL_ONES, PHOTOGRAPHS)
                .flatMap(List::stream)
                .toList();
    }

    /** What a model looks at where nobody says, {@code [N, C, H, W]}. */
    static Shape input(String name) {
        if (PHOTOGRAPHS.contains(name)) {
            int side = name.equals("inception_v3") ? 299 : 224;
            return Shape.of(1, 3, side, side);
        }
        return switch (name) {
            case "lenet1989" -> Shape.of(1, 1, 16, 16);
            case "lenet5" -> Shape.of(1, 1, 28, 28);
            default -> Shape.of(1, 3, 32, 32);
        };
    }

    /**
     * A fresh model, with as many classes as in its paper.
     *
     * @param image {@code [C, H, W]}
     */
    static Layer of(String name, Shape image, RandomGenerator random) {
        if (Models.NAMES.contains(name)) {
            return Models.of(name, image, SMALL, random);
        }
        Matcher deep = DEPTH.matcher(name);
        if (!names().contains(name)) {
            throw new CommandException(
                    "there is no model called " + name, "choose one of " + String.join(", ", names()));
        }
        return deep.matches()
                ? deep(deep.group(1), Integer.parseInt(deep.group(2)), deep.group(3), image, random)
                : switch (name) {
                    case "lenet1989" -> LeNet1989.of(random);
                    case "three_layer_convnet" -> ThreeLayerConvNet.of(HIDDEN, SMALL, random);
                    case "cifar_quick" -> CifarQuick.of(SMALL, random);
                    case "convnetjs" -> ConvNetJs.of(SMALL, random);
                    case "small_vgg" -> SmallVgg.of(WIDTH, SMALL, random);
                    case "alexnet" -> AlexNet.of(IMAGENET, 0.5, random);
                    case "googlenet" -> GoogLeNet.of(IMAGENET, 0.2, random);
                    case "inception_v3" -> InceptionV3.of(IMAGENET, 0.5, random);
                    case "squeezenet1_0" -> SqueezeNet.v1(IMAGENET, 0.5, random);
                    case "squeezenet1_1" -> SqueezeNet.v11(IMAGENET, 0.5, random);
                    default -> MobileNetV2.of(IMAGENET, 0.2, random);
                };
    }

    private static Layer deep(String family, int depth, String kind, Shape image, RandomGenerator random) {
        return switch (family) {
            case "vgg" -> Vgg.of(depth, kind.equals("_bn"), IMAGENET, 0.5, random);
            case "densenet" -> DenseNet.of(depth, IMAGENET, random);
            case "wide_resnet" -> ResNet.wide(depth, 2, IMAGENET, random);
            case "resnext" -> ResNet.next(depth, 32, depth == 50 ? 4 : 8, IMAGENET, random);
            default ->
                IntStream.of(18, 34, 50, 101, 152).anyMatch(d -> d == depth)
                        ? ResNet.imagenet(depth, IMAGENET, random)
                        : ResNet.cifar(depth, image.size(0), SMALL, random);
        };
    }
}
