package fovea.bench.fovea;

import fovea.autograd.Autograd;
import fovea.bench.Contestant;
import fovea.bench.ContestantServer;
import fovea.bench.ResNet20Training;
import fovea.bench.Weight;
import fovea.bench.Workload;
import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
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
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Fovea itself, as its users would write it. */
public final class Fovea implements Contestant {
    private Fovea() {}

    /** Serves the workload named by the first argument. */
    public static void main(String[] arguments) throws IOException {
        ContestantServer.serve(new Fovea(), arguments[0]);
    }

    @Override
    public String version() {
        return "Fovea on " + Device.best().description();
    }

    @Override
    public Step prepare(Workload workload) {
        return switch (workload) {
            case ResNet20Training training -> resNet20(training);
        };
    }

    private static Step resNet20(ResNet20Training training) {
        ResNet model = ResNet.cifar(20, ResNet20Training.COLORS, ResNet20Training.CLASSES, new SplittableRandom(0));
        Variables variables = Variables.of(model);
        for (Weight weight : training.weights()) {
            Variable variable = java.util.Objects.requireNonNull(variables.named().get(weight.name()), weight.name());
            variable.set(Tensor.of(variable.shape(), weight.values()));
        }
        Sgd optimizer = Sgd.of(model, ResNet20Training.MOMENTUM, ResNet20Training.WEIGHT_DECAY);
        optimizer.learningRate().set(Tensor.scalar(ResNet20Training.LEARNING_RATE));
        Compiled step = Compiled.of(in -> step(model, variables.parameters(), optimizer, in.get(0), in.get(1)));
        int n = ResNet20Training.BATCH;
        Tensor x = Tensor.of(
                Shape.of(n, ResNet20Training.COLORS, ResNet20Training.SIDE, ResNet20Training.SIDE), training.pixels());
        Tensor labels = Tensor.of(Shape.of(n), training.labels());
        return () -> Region.run(() -> (float) step.run(x, labels).getFirst().item());
    }

    private static List<Tensor> step(
            Layer model, List<Parameter> parameters, Sgd optimizer, Tensor x, Tensor labels) {
        var result = Autograd.valueAndGradients(
                parameters, () -> Pass.training(() -> Loss.crossEntropy(model.forward(x), labels)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    }
}
