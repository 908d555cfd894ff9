package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.nn.BatchNormLayer;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Adam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Rows 6.2 and 6.3: nets of many fully connected layers on CIFAR-10, with and without batch normalization. */
final class DeepFullyConnected {
    private static final int CLASSES = 10;
    private static final int SEEDS = 5;
    private static final int LEARNED = 1_000;
    private static final int BATCH = 50;
    private static final int EPOCHS = 10;
    private static final int SCALES = 20;

    private DeepFullyConnected() {}

    /** Rectified layers, weights N(0, scale) and biases 0, as the assignment's {@code FullyConnectedNet}. */
    static Layer net(int in, int width, int hidden, double scale, boolean normalized, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < hidden; i++) {
            layers.add(linear(i == 0 ? in : width, width, scale, random));
            if (normalized) {
                layers.add(BatchNormLayer.of(width));
            }
            layers.add(Tensor::relu);
        }
        layers.add(linear(width, CLASSES, scale, random));
        return new Sequential(layers);
    }

    private static Linear linear(int in, int out, double scale, RandomGenerator random) {
        return new Linear(
                new Parameter(Initial.normal(Shape.of(out, in), scale, random)),
                new Parameter(Tensor.zeros(Shape.of(out))));
    }

    static Map<String, Double> normalized(Setting setting) {
        Flattened all = Flattened.of(setting.data("cifar10").train(), 0, LEARNED);
        Flattened train = all.less(all.mean());
        double with = mean(setting, seed -> trained(train, 100, 5, 0.02, true, seed));
        double without = mean(setting, seed -> trained(train, 100, 5, 0.02, false, seed));
        double[] plain = new double[SCALES];
        double[] kept = new double[SCALES];
        for (int i = 0; i < SCALES; i++) {
            double scale = Math.pow(10, -4 + 4.0 * i / (SCALES - 1));
            plain[i] = trained(train, 50, 7, scale, false, setting.seed());
            kept[i] = trained(train, 50, 7, scale, true, setting.seed());
            setting.tell("weights N(0, %.1e): %.3f, normalized %.3f".formatted(scale, plain[i], kept[i]));
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("gain", with - without);
        figures.put("training accuracy, normalized", with);
        figures.put("training accuracy, plain", without);
        figures.put("least / best of all scales, normalized", least(kept) / most(kept));
        figures.put("least / best of all scales, plain", least(plain) / most(plain));
        figures.put("best of all scales, normalized", most(kept));
        figures.put("best of all scales, plain", most(plain));
        return figures;
    }

    private interface Run {
        double of(long seed);
    }

    private static double mean(Setting setting, Run run) {
        return IntStream.range(0, SEEDS)
                .mapToDouble(i -> run.of(setting.seed() + i))
                .average()
                .orElseThrow();
    }

    private static double least(double... accuracies) {
        return Arrays.stream(accuracies).min().orElseThrow();
    }

    private static double most(double... accuracies) {
        return Arrays.stream(accuracies).max().orElseThrow();
    }

    /** The training accuracy in the end, with the running statistics. */
    private static double trained(Flattened train, int width, int hidden, double scale, boolean normalized, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Layer net = net(train.features(), width, hidden, scale, normalized, random);
        Steps steps = Steps.of(net, Adam.of(net), Loss::crossEntropy, RandomStream.of(seed));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            train.learn(steps, BATCH, random);
        }
        return train.accuracy(net);
    }

    /** Four wide layers with everything that helps. */
    static Map<String, Double> best(Setting setting) {
        DataSet cifar = setting.data("cifar10");
        Augmentation moved = Augmentation.padAndCrop(2).then(Augmentation.flip());
        Recipe recipe = new Recipe(40, 128, 2e-3, Recipe.adam(0.01), 1_000, moved);
        Recipe.Reached reached = recipe.run(wide(setting.random()), cifar, setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test accuracy", reached.test());
        figures.put("validation accuracy", reached.validation());
        return figures;
    }

    private static Layer wide(RandomGenerator random) {
        List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
        for (int i = 0; i < 4; i++) {
            layers.add(Linear.of(i == 0 ? 3 * 32 * 32 : 1024, 1024, random));
            layers.add(BatchNormLayer.of(1024));
            layers.add(Tensor::relu);
            layers.add(new Dropout(0.2));
        }
        layers.add(Linear.of(1024, CLASSES, random));
        return new Sequential(layers);
    }
}
