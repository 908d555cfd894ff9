package fovea.zoo;

import fovea.nn.Initial;
import fovea.nn.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Networks by torchvision's names, whose weights they take unchanged; and the residual networks for CIFAR of He et al. 2015, section 4.2, as
 * {@code resnet20} to {@code resnet1202}.
 */
public final class Architectures {
    private static final Pattern DEPTH = Pattern.compile("(vgg|resnet|densenet)(\\d{1,4})(_bn)?");

    private Architectures() {}

    /** All names. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(
                List.of("alexnet", "googlenet", "inception_v3", "mobilenet_v2", "squeezenet1_0", "squeezenet1_1"));
        List.of(11, 13, 16, 19).forEach(depth -> names.addAll(List.of("vgg" + depth, "vgg" + depth + "_bn")));
        List.of(18, 34, 50, 101, 152, 20, 32, 44, 56, 110, 1202).forEach(depth -> names.add("resnet" + depth));
        names.addAll(List.of("resnext50_32x4d", "resnext101_32x8d", "wide_resnet50_2", "wide_resnet101_2"));
        List.of(121, 161, 169, 201).forEach(depth -> names.add("densenet" + depth));
        return List.copyOf(names);
    }

    /**
     * A fresh network for images of three colors.
     *
     * @param dropout the probability before the last layers of those that have it
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Layer of(String name, int classes, double dropout, RandomGenerator random) {
        return switch (name) {
            case "alexnet" -> AlexNet.of(classes, dropout, random);
            case "squeezenet1_0" -> SqueezeNet.v1(classes, dropout, random);
            case "squeezenet1_1" -> SqueezeNet.v11(classes, dropout, random);
            case "mobilenet_v2" -> MobileNetV2.of(classes, dropout, random);
            case "googlenet" -> GoogLeNet.of(classes, dropout, random);
            case "inception_v3" -> InceptionV3.of(classes, dropout, random);
            case "wide_resnet50_2" -> ResNet.wide(50, 2, classes, random);
            case "wide_resnet101_2" -> ResNet.wide(101, 2, classes, random);
            case "resnext50_32x4d" -> ResNet.next(50, 32, 4, classes, random);
            case "resnext101_32x8d" -> ResNet.next(101, 32, 8, classes, random);
            default -> byDepth(name, classes, dropout, random);
        };
    }

    /**
     * A network for weights that are loaded next: until then most of its parameters are 0. Without dropout.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Layer unfilled(String name, int classes) {
        return Initial.unfilled(() -> of(name, classes, 0, new SplittableRandom(0)));
    }

    private static Layer byDepth(String name, int classes, double dropout, RandomGenerator random) {
        Matcher matcher = DEPTH.matcher(name);
        if (!matcher.matches() || !names().contains(name)) {
            throw new IllegalArgumentException(
                    "there is no network %s%n  choose one of %s".formatted(name, String.join(", ", names())));
        }
        int depth = Integer.parseInt(matcher.group(2));
        return switch (matcher.group(1)) {
            case "vgg" -> Vgg.of(depth, matcher.group(3) != null, classes, dropout, random);
            case "densenet" -> DenseNet.of(depth, classes, random);
            default ->
                isForCifar(name) ? ResNet.cifar(depth, 3, classes, random) : ResNet.imagenet(depth, classes, random);
        };
    }

    private static boolean isForCifar(String name) {
        return name.matches("resnet(20|32|44|56|110|1202)");
    }

    /** How images are prepared for a network's published weights, where these do not say it themselves. */
    public static Preprocessing preprocessing(String name) {
        return switch (name) {
            // Google's own convention: torchvision reaches it by its transform_input.
            case "googlenet" -> Preprocessing.HALVES;
            case "inception_v3" -> new Preprocessing(342, 299, Preprocessing.HALVES.normalization());
            default ->
                isForCifar(name)
                        ? new Preprocessing(32, 32, Preprocessing.IMAGENET.normalization())
                        : Preprocessing.IMAGENET;
        };
    }
}
