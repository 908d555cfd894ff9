package fovea.conformance;

import fovea.nn.Layer;
import fovea.tensor.Tensor;
import fovea.zoo.AlexNet;
import fovea.zoo.DenseNet;
import fovea.zoo.GoogLeNet;
import fovea.zoo.HalvesNormalization;
import fovea.zoo.InceptionV3;
import fovea.zoo.MobileNetV2;
import fovea.zoo.ResNet;
import fovea.zoo.SqueezeNet;
import fovea.zoo.Vgg;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A network by the name that torchvision has for it.
 *
 * @param isTransformed whether images are normalized anew before it
 */
record Zoo(Layer network, boolean isTransformed) {

    /**
     * The network of a case, with fresh weights.
     *
     * @param names of its variables, which tell whether there are auxiliary heads
     */
    static Zoo of(Attributes said, Set<String> names) {
        String architecture = said.text("architecture");
        String name = architecture.substring(architecture.lastIndexOf(' ') + 1);
        boolean hasHeads = names.stream().anyMatch(each -> each.startsWith("aux") || each.startsWith("AuxLogits"));
        Layer network = network(
                name, hasHeads, said.integer("num_classes"), said.number("dropout_p", 0), new SplittableRandom(1));
        return new Zoo(network, said.bool("transform_input", false));
    }

    private static Layer network(String name, boolean hasHeads, int classes, double dropout, RandomGenerator random) {
        return switch (name) {
            case "alexnet" -> AlexNet.of(classes, dropout, random);
            case "squeezenet1_0" -> SqueezeNet.v1(classes, dropout, random);
            case "squeezenet1_1" -> SqueezeNet.v11(classes, dropout, random);
            case "mobilenet_v2" -> MobileNetV2.of(classes, dropout, random);
            case "googlenet" -> {
                GoogLeNet plain = GoogLeNet.of(classes, dropout, random);
                yield hasHeads ? plain.withAuxiliaryHeads(dropout, random) : plain;
            }
            case "inception_v3" -> {
                InceptionV3 plain = InceptionV3.of(classes, dropout, random);
                yield hasHeads ? plain.withAuxiliaryHead(random) : plain;
            }
            case "wide_resnet50_2", "wide_resnet101_2" -> ResNet.wide(depth(name), 2, classes, random);
            case "resnext50_32x4d" -> ResNet.next(50, 32, 4, classes, random);
            case "resnext101_32x8d" -> ResNet.next(101, 32, 8, classes, random);
            default -> byDepth(name, classes, dropout, random);
        };
    }

    private static Layer byDepth(String name, int classes, double dropout, RandomGenerator random) {
        return switch (name.replaceFirst("\\d.*", "")) {
            case "vgg" -> Vgg.of(depth(name), name.endsWith("_bn"), classes, dropout, random);
            case "resnet" -> ResNet.imagenet(depth(name), classes, random);
            case "densenet" -> DenseNet.of(depth(name), classes, random);
            default -> throw new CaseException("no network " + name);
        };
    }

    /** The first number in a name. */
    private static int depth(String name) {
        return Integer.parseInt(name.replaceFirst("^\\D+", "").replaceFirst("\\D.*", ""));
    }

    /** What its heads answer, by the pack's names, which count as torchvision's tuple does: of GoogLeNet the upper head is the first. */
    SequencedMap<String, Tensor> answers(Tensor image) {
        Tensor x = isTransformed ? new HalvesNormalization().forward(image) : image;
        SequencedMap<String, Tensor> answers = new LinkedHashMap<>();
        switch (network) {
            case GoogLeNet net -> {
                GoogLeNet.Answers said = net.answers(x);
                answers.put("logits", said.logits());
                answers.put("aux1", said.aux2());
                answers.put("aux2", said.aux1());
            }
            case InceptionV3 net -> {
                InceptionV3.Answers said = net.answers(x);
                answers.put("logits", said.logits());
                answers.put("aux", said.aux());
            }
            default -> answers.put("logits", network.forward(x));
        }
        answers.values().removeIf(answer -> answer == null);
        return answers;
    }
}
