package fovea.bench.fovea;

import fovea.autograd.Autograd;
import fovea.bench.ResNet20Training;
import fovea.bench.Weight;
import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.graph.Plan;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.train.optim.Sgd;
import fovea.zoo.ResNet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** A training step of ResNet-20, compiled, on one fixed batch. */
record ResNet20Step(Compiled step, Tensor x, Tensor labels) {

    /** With exactly the weights and the batch of the contest. */
    static ResNet20Step of(ResNet20Training training) {
        ResNet model = ResNet.cifar(20, ResNet20Training.COLORS, ResNet20Training.CLASSES, new SplittableRandom(0));
        Variables variables = Variables.of(model);
        for (Weight weight : training.weights()) {
            Variable variable = Objects.requireNonNull(variables.named().get(weight.name()), weight.name());
            variable.set(Tensor.of(variable.shape(), weight.values()));
        }
        Sgd optimizer = Sgd.of(model, ResNet20Training.MOMENTUM, ResNet20Training.WEIGHT_DECAY);
        optimizer.learningRate().set(Tensor.scalar(ResNet20Training.LEARNING_RATE));
        int side = ResNet20Training.SIDE;
        Shape images = Shape.of(ResNet20Training.BATCH, ResNet20Training.COLORS, side, side);
        return new ResNet20Step(
                Compiled.of(in -> step(model, variables.parameters(), optimizer, in.get(0), in.get(1))),
                Tensor.of(images, training.pixels()),
                Tensor.of(Shape.of(ResNet20Training.BATCH), training.labels()));
    }

    private static List<Tensor> step(Layer model, List<Parameter> parameters, Sgd optimizer, Tensor x, Tensor labels) {
        var result = Autograd.valueAndGradients(
                parameters, () -> Pass.training(() -> Loss.crossEntropy(model.forward(x), labels)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    }

    /** One step; the loss from before the update. */
    float run() {
        return Region.run(() -> (float) step.run(x, labels).getFirst().item());
    }

    /** How it is laid out. */
    Plan plan() {
        return step.plan(Device.best(), x.spec(), labels.spec());
    }
}
