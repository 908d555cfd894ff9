package fovea.cli;

import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.zoo.AlexNet;
import fovea.zoo.AlexNet2012;
import fovea.zoo.BnInception;
import fovea.zoo.DenseNet;
import fovea.zoo.GoogLeNet;
import fovea.zoo.InceptionModule;
import fovea.zoo.InceptionResNetV2;
import fovea.zoo.InceptionV3;
import fovea.zoo.InceptionV4;
import fovea.zoo.LeNet1989;
import fovea.zoo.MobileNetV2;
import fovea.zoo.OverFeat;
import fovea.zoo.ResNet;
import fovea.zoo.SqueezeNet;
import fovea.zoo.Vgg;
import fovea.zoo.ZfNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** Every model by name, those that only photographs are for too; {@link Models} are those that {@code fovea train} trains from nothing. */
final class Zoo {
    private static final int IMAGENET = 1000;
    private static final int SMALL = 10;

    private static final Shape PHOTOGRAPH = Shape.of(1, 3, 224, 224);

    /** What the lecture's Inception modules look at. */
    private static final Shape MAPS = Shape.of(1, 256, 28, 28);

    private static final Shape TINY = Shape.of(1, 3, 32, 32);
    private static final SequencedMap<String, Entry> ENTRIES = entries();

    private Zoo() {}

    /** How to make a model for images {@code [C, H, W]}, with as many classes as in its paper. */
    private interface Maker {
        Layer of(Shape image, RandomGenerator random);
    }

    private record Entry(Shape input, Maker maker) {}

    /** All names. */
    static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /** What a model looks at where nobody says, {@code [N, C, H, W]}. */
    static Shape input(String name) {
        Entry found = ENTRIES.get(name);
        return found == null ? TINY : found.input;
    }

    /**
     * A fresh model, with as many classes as in its paper.
     *
     * @param image {@code [C, H, W]}
     */
    static Layer of(String name, Shape image, RandomGenerator random) {
        return entry(name).maker.of(image, random);
    }

    private static Entry entry(String name) {
        Entry found = ENTRIES.get(name);
        if (found == null && Models.has(name)) {
            return trained(name);
        }
        if (found == null) {
            throw new CommandException(
                    "there is no model called " + name, "choose one of " + String.join(", ", names()));
        }
        return found;
    }

    private static SequencedMap<String, Entry> entries() {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        addTrained(entries);
        entries.put("lenet1989", new Entry(Shape.of(1, 1, 16, 16), (image, random) -> LeNet1989.of(random)));
        addPlainStacks(entries);
        addInceptions(entries);
        addResiduals(entries);
        addLight(entries);
        return entries;
    }

    private static void addTrained(SequencedMap<String, Entry> to) {
        Models.NAMES.forEach(name -> to.put(name, trained(name)));
    }

    private static Entry trained(String name) {
        Shape image = Models.image(name);
        return new Entry(
                Shape.of(1, image.size(0), image.size(1), image.size(2)),
                (actual, random) -> Models.of(name, actual, SMALL, random));
    }

    private static void addPlainStacks(SequencedMap<String, Entry> to) {
        to.put("alexnet2012", photograph(227, random -> AlexNet2012.of(IMAGENET, 0.5, random)));
        to.put("zfnet", photograph(random -> ZfNet.of(IMAGENET, 0.5, random)));
        to.put("overfeat_fast", photograph(231, random -> OverFeat.fast(IMAGENET, 0.5, random)));
        to.put("alexnet", photograph(random -> AlexNet.of(IMAGENET, 0.5, random)));
        for (String kind : List.of("", "_bn")) {
            for (int depth : new int[] {11, 13, 16, 19}) {
                to.put(
                        "vgg" + depth + kind,
                        photograph(random -> Vgg.of(depth, !kind.isEmpty(), IMAGENET, 0.5, random)));
            }
        }
    }

    private static void addInceptions(SequencedMap<String, Entry> to) {
        to.put(
                "inception_module",
                new Entry(
                        MAPS, (image, random) -> InceptionModule.of(image.size(0), 128, 64, 192, 64, 96, 64, random)));
        to.put(
                "naive_inception",
                new Entry(MAPS, (image, random) -> InceptionModule.naive(image.size(0), 128, 192, 96, random)));
        to.put("googlenet", photograph(random -> GoogLeNet.of(IMAGENET, 0.2, random)));
        to.put("bn_inception", photograph(random -> BnInception.of(IMAGENET, random)));
        to.put("inception_v3", photograph(299, random -> InceptionV3.of(IMAGENET, 0.5, random)));
        to.put("inception_v4", photograph(299, random -> InceptionV4.of(IMAGENET, 0.2, random)));
        to.put("inception_resnet_v2", photograph(299, random -> InceptionResNetV2.of(IMAGENET, 0.2, random)));
    }

    private static void addResiduals(SequencedMap<String, Entry> to) {
        for (int depth : new int[] {18, 34, 50, 101, 152}) {
            to.put("resnet" + depth, photograph(random -> ResNet.imagenet(depth, IMAGENET, random)));
        }
        to.put("wide_resnet50_2", photograph(random -> ResNet.wide(50, 2, IMAGENET, random)));
        to.put("wide_resnet101_2", photograph(random -> ResNet.wide(101, 2, IMAGENET, random)));
        to.put("resnext50_32x4d", photograph(random -> ResNet.next(50, 32, 4, IMAGENET, random)));
        to.put("resnext101_32x8d", photograph(random -> ResNet.next(101, 32, 8, IMAGENET, random)));
        for (int depth : new int[] {121, 161, 169, 201}) {
            to.put("densenet" + depth, photograph(random -> DenseNet.of(depth, IMAGENET, random)));
        }
    }

    private static void addLight(SequencedMap<String, Entry> to) {
        to.put("squeezenet1_0", photograph(random -> SqueezeNet.v1(IMAGENET, 0.5, random)));
        to.put("squeezenet1_1", photograph(random -> SqueezeNet.v11(IMAGENET, 0.5, random)));
        to.put("mobilenet_v2", photograph(random -> MobileNetV2.of(IMAGENET, 0.2, random)));
    }

    private interface Photographer {
        Layer of(RandomGenerator random);
    }

    private static Entry photograph(Photographer maker) {
        return new Entry(PHOTOGRAPH, (image, random) -> maker.of(random));
    }

    private static Entry photograph(int side, Photographer maker) {
        return new Entry(Shape.of(1, 3, side, side), (image, random) -> maker.of(random));
    }
}
