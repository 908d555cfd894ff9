package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.nn.Flatten;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.PRelu;
import fovea.nn.Sequential;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Adam;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Row 6.6: how large activations are layer after layer, by the weights they begin with; and what kinds of units learn. */
final class Signals {
    private static final int LAYERS = 20;
    private static final int WIDTH = 300;
    private static final int INPUTS = 300;
    private static final int LEARNED = 10_000;
    private static final int HIDDEN = 128;

    private Signals() {}

    static Map<String, Double> run(Setting setting) {
        Map<String, Double> figures = deviations(setting);
        DataSet mnist = setting.data("mnist");
        units().forEach((name, unit) -> figures.put("test error, " + name, error(unit, mnist, setting)));
        return figures;
    }

    /** Of the part that needs no data: the same weights N(0, 1) in six sizes. */
    static Map<String, Double> deviations(Setting setting) {
        RandomGenerator random = setting.random();
        Tensor x = Initial.normal(Shape.of(INPUTS, WIDTH), 1, random);
        List<Tensor> drawn = Stream.generate(() -> Initial.normal(Shape.of(WIDTH, WIDTH), 1, random))
                .limit(LAYERS)
                .toList();
        double xavier = 1 / Math.sqrt(WIDTH);
        double he = Math.sqrt(2) * xavier;
        Map<String, Double> figures = new LinkedHashMap<>();
        tell("He, ReLU", through(x, drawn, _ -> he, Tensor::relu), figures);
        tell("Xavier, ReLU", through(x, drawn, _ -> xavier, Tensor::relu), figures);
        tell("Xavier, tanh", through(x, drawn, _ -> xavier, Tensor::tanh), figures);
        tell("N(0, 0.01), tanh", through(x, drawn, _ -> 0.01, Tensor::tanh), figures);
        tell("N(0, 1), tanh", through(x, drawn, _ -> 1, Tensor::tanh), figures);
        tell("data-driven, ReLU", through(x, drawn, Signals::fitted, Tensor::relu), figures);
        return figures;
    }

    private static void tell(String name, double[] deviations, Map<String, Double> figures) {
        double most = Arrays.stream(deviations).max().orElseThrow();
        double least = Arrays.stream(deviations).min().orElseThrow();
        figures.put(name + ", last deviation", deviations[LAYERS - 1]);
        figures.put(name + ", largest / least deviation", most / least);
    }

    /**
     * The standard deviation of what comes out of each layer.
     *
     * @param scale of a layer's weights, by what it gives with weights N(0, 1)
     */
    private static double[] through(
            Tensor inputs, List<Tensor> drawn, ToDoubleFunction<Tensor> scale, UnaryOperator<Tensor> activation) {
        double[] deviations = new double[LAYERS];
        Tensor x = inputs;
        for (int i = 0; i < LAYERS; i++) {
            Tensor y = x.matmul(drawn.get(i).transpose());
            x = activation.apply(y.mul(scale.applyAsDouble(y)));
            deviations[i] = deviation(x);
        }
        return deviations;
    }

    /**
     * As large as makes the deviation of what a rectifier leaves 1, by what comes out (Mishkin and Matas 2016, "All you need is a good init",
     * algorithm 1, but for its orthonormal beginning). Once is enough for activations that scale with their input.
     */
    private static double fitted(Tensor y) {
        return 1 / deviation(y.relu());
    }

    private static double deviation(Tensor x) {
        return x.std().item();
    }

    /**
     * A hidden layer's units.
     *
     * @param pieces inputs of each, of which maxout takes the largest
     */
    private record Unit(int pieces, Supplier<Layer> activation) {}

    private static Map<String, Unit> units() {
        Map<String, Unit> units = new LinkedHashMap<>();
        units.put("ReLU", new Unit(1, () -> Tensor::relu));
        units.put("leaky ReLU", new Unit(1, () -> Tensor::leakyRelu));
        units.put("PReLU", new Unit(1, PRelu::of));
        units.put("ELU", new Unit(1, () -> Tensor::elu));
        units.put("maxout of 2", new Unit(2, () -> x -> x.maxout(2)));
        return units;
    }

    private static double error(Unit unit, DataSet mnist, Setting setting) {
        SplittableRandom random = setting.random();
        Layer net = Sequential.of(
                new Flatten(),
                Linear.of(784, HIDDEN * unit.pieces, random),
                unit.activation.get(),
                Linear.of(HIDDEN, HIDDEN * unit.pieces, random),
                unit.activation.get(),
                Linear.of(HIDDEN, 10, random));
        DataSet few = new DataSet(
                mnist.name(), mnist.train().first(LEARNED), mnist.test(), mnist.normalization(), mnist.skipped());
        Recipe recipe = new Recipe(4, 64, 3e-3, Adam::of, 1_000, Augmentation.none());
        return 1 - recipe.run(net, few, setting).test();
    }
}
