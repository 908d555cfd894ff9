package fovea.results;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.train.optim.Optimizer;
import java.util.List;

/**
 * Training of a small net by pictures in memory, a compiled step at a time.
 *
 * @param net what is trained
 * @param step pictures and labels → the loss; weights are written
 */
record Steps(Layer net, Optimizer optimizer, Compiled step) {

    /**
     * Prepares a step.
     *
     * @param random what layers such as dropout draw from
     */
    static Steps of(Layer net, Optimizer optimizer, Loss loss, RandomStream random) {
        List<Parameter> parameters = net.parameters();
        Compiled step = Compiled.of(in -> {
            var result = Autograd.valueAndGradients(
                    parameters, () -> Pass.training(random, () -> loss.of(net.forward(in.get(0)), in.get(1))));
            optimizer.step(result.gradients());
            return List.of(result.value());
        });
        return new Steps(net, optimizer, step);
    }

    /** Learns from a batch. */
    void learn(Examples batch) {
        Region.run(() -> step.run(batch.x(), batch.y()));
    }

    /** Learns from a batch at this rate. */
    void learn(Examples batch, double rate) {
        optimizer.setLearningRate(rate);
        learn(batch);
    }

    /** The share of examples whose largest output is not that of their label, 0 to 1. */
    double error(Examples examples) {
        int[] answers = Region.run(() -> net.forward(examples.x()).argmax(1)).toInts();
        int wrong = 0;
        for (int n = 0; n < answers.length; n++) {
            wrong += answers[n] == examples.labels()[n] ? 0 : 1;
        }
        return (double) wrong / answers.length;
    }
}
