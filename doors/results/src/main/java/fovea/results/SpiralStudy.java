package fovea.results;

import fovea.autograd.Autograd;
import fovea.classic.Spiral;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Sgd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Row 4.2: three arms of a spiral, for a linear classifier and for a net with 100 hidden units, as the notes train both. */
final class SpiralStudy {
    private static final double LAMBDA = 1e-3;

    private SpiralStudy() {}

    static Map<String, Double> run(Setting setting) {
        RandomGenerator random = setting.random();
        Spiral spiral = Spiral.of(100, 3, random);
        Layer linear = linear(2, 3, random);
        fit(linear, 200, spiral);
        Layer net = Sequential.of(linear(2, 100, random), Tensor::relu, linear(100, 3, random));
        fit(net, 10_000, spiral);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("softmax", spiral.accuracy(linear.forward(spiral.x())));
        figures.put("two layers", spiral.accuracy(net.forward(spiral.x())));
        return figures;
    }

    private static Linear linear(int in, int out, RandomGenerator random) {
        return new Linear(
                new Parameter(Initial.normal(Shape.of(out, in), 0.01, random)),
                new Parameter(Tensor.zeros(Shape.of(out))));
    }

    /** Steps on the whole batch at rate 1 down the mean cross-entropy and {@code ½ λ Σ W²}. */
    private static void fit(Layer model, int steps, Spiral spiral) {
        List<Parameter> parameters = model.parameters();
        Sgd optimizer = Sgd.of(model);
        optimizer.setLearningRate(1);
        Compiled step = Compiled.of(in -> {
            var result = Autograd.valueAndGradients(
                    parameters,
                    () -> Loss.crossEntropy(model.forward(in.get(0)), in.get(1)).add(penalty(parameters)));
            optimizer.step(result.gradients());
            return List.of(result.value());
        });
        for (int i = 0; i < steps; i++) {
            Region.run(() -> step.run(spiral.x(), spiral.labels()).getFirst().item());
        }
    }

    /** Of the weights, not of the biases. */
    private static Tensor penalty(List<Parameter> parameters) {
        return parameters.stream()
                .filter(p -> p.shape().rank() == 2)
                .map(p -> p.get().square().sum().mul(LAMBDA / 2))
                .reduce(Tensor::add)
                .orElseThrow();
    }
}
