package fovea.bench.fovea;

import fovea.autograd.Autograd;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.Precision;
import fovea.bench.Size;
import fovea.bench.Update;
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
import fovea.train.optim.Optimizer;
import java.util.List;

/** A training step with cross-entropy, compiled, on one fixed batch. */
record TrainingStep(Compiled step, Tensor x, Tensor labels) implements Contestant.Training {

    /** Of a classifier, with exactly the weights and the batch of the contest. */
    static TrainingStep of(Classification workload) {
        Size size = workload.net().in();
        int batch = workload.batch();
        Layer model = Models.of(
                workload.model(), size, workload.classes(), workload.net().weights());
        return of(
                model,
                workload.update(),
                workload.precision(),
                Tensor.of(Shape.of(batch, size.channels(), size.height(), size.width()), workload.pixels()),
                Tensor.of(Shape.of(batch), workload.labels()));
    }

    /** Of the language model. */
    static TrainingStep of(CharacterModel workload) {
        Shape text = Shape.of(CharacterModel.SEQUENCE, CharacterModel.BATCH, CharacterModel.VOCABULARY);
        return of(
                CharacterNet.of(workload),
                CharacterModel.UPDATE,
                workload.precision(),
                Tensor.of(text, workload.oneHot()),
                Tensor.of(Shape.of(workload.items()), workload.targets()));
    }

    /** Of any classifier. */
    static TrainingStep of(Layer model, Update update, Precision precision, Tensor x, Tensor labels) {
        List<Parameter> parameters = Variables.of(model).parameters();
        Optimizer optimizer = Optimizers.of(update, model);
        Layer forward = Models.in(precision, model);
        Compiled step = Compiled.of(in -> step(forward, parameters, optimizer, in.get(0), in.get(1)));
        return new TrainingStep(step, x, labels);
    }

    private static List<Tensor> step(
            Layer model, List<Parameter> parameters, Optimizer optimizer, Tensor x, Tensor labels) {
        var result = Autograd.valueAndGradients(
                parameters, () -> Pass.training(() -> Loss.crossEntropy(model.forward(x), labels)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    }

    /** One step; the loss from before the update. */
    @Override
    public float loss() {
        return Region.run(() -> (float) step.run(x, labels).getFirst().item());
    }

    /** How it is laid out. */
    Plan plan() {
        return step.plan(Device.best(), x.spec(), labels.spec());
    }

    /** One step, each part of it timed. */
    List<Plan.Timing> profile() {
        return plan().profile(x, labels);
    }
}
