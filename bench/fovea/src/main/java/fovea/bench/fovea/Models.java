package fovea.bench.fovea;

import fovea.bench.Precision;
import fovea.bench.Size;
import fovea.bench.Weight;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.tensor.MixedPrecision;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.zoo.AlexNet;
import fovea.zoo.GoogLeNet;
import fovea.zoo.LeNet5;
import fovea.zoo.LinearClassifier;
import fovea.zoo.Mlp;
import fovea.zoo.ResNet;
import fovea.zoo.SqueezeNet;
import fovea.zoo.Vgg;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The zoo's models under the names of the contest. */
public final class Models {
    private Models() {}

    /** That model for such images, with exactly these weights. */
    public static Layer of(String name, Size image, int classes, List<Weight> weights) {
        Layer model = fresh(name, image, classes);
        fill(model, weights);
        return model;
    }

    private static Layer fresh(String name, Size image, int classes) {
        Shape shape = Shape.of(image.channels(), image.height(), image.width());
        RandomGenerator random = new SplittableRandom(0);
        return switch (name) {
            case "softmax" -> LinearClassifier.of(shape, classes, random);
            case "mlp" -> Mlp.of(shape, Mlp.HIDDEN, classes, random);
            case "lenet5" -> LeNet5.of(shape, classes, random);
            case "resnet20" -> ResNet.cifar(20, image.channels(), classes, random);
            case "resnet18" -> ResNet.imagenet(18, classes, random);
            case "resnet50" -> ResNet.imagenet(50, classes, random);
            case "vgg16" -> Vgg.of(16, false, classes, 0, random);
            case "alexnet" -> AlexNet.of(classes, 0, random);
            case "googlenet" -> GoogLeNet.of(classes, 0, random);
            case "squeezenet1_1" -> SqueezeNet.v11(classes, 0, random);
            default -> throw new IllegalArgumentException("the zoo has no " + name);
        };
    }

    /** The model, computing in that precision. */
    static Layer in(Precision precision, Layer model) {
        return switch (precision) {
            case F32 -> model;
            case BF16 -> x -> MixedPrecision.bf16(() -> model.forward(x));
            case INT8 ->
                throw new IllegalArgumentException("8 bits are a way to compile, not to compute layer by layer");
        };
    }

    /** Gives every parameter its weight; refuses if one of both is left over. */
    static void fill(Object model, List<Weight> weights) {
        Variables variables = Variables.of(model);
        if (variables.parameters().size() != weights.size()) {
            throw new IllegalStateException(
                    "the model has " + variables.namedParameters().keySet()
                            + ", the workload "
                            + weights.stream().map(Weight::name).toList());
        }
        for (Weight weight : weights) {
            Variable variable = variables.named().get(weight.name());
            if (variable == null) {
                throw new IllegalStateException("the model has no " + weight.name() + " but "
                        + variables.namedParameters().keySet());
            }
            variable.set(Tensor.of(variable.shape(), weight.values()));
        }
    }
}
