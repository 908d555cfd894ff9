package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Rows 4.3 and 4.5: fully connected nets of one and two hidden layers on CIFAR-10 and MNIST. */
final class SmallNets {
    private SmallNets() {}

    /** A two-layer net of ReLUs with dropout, mirrored pictures and momentum. */
    static Map<String, Double> twoLayerCifar(Setting setting) {
        DataSet cifar = setting.data("cifar10");
        RandomGenerator random = setting.random();
        Layer net = Sequential.of(
                new Flatten(),
                new Dropout(0.1),
                Linear.of(3072, 1024, random),
                Tensor::relu,
                new Dropout(0.5),
                Linear.of(1024, 10, random));
        Recipe recipe = new Recipe(24, 128, 1e-3, Recipe.adam(0.01), 1000, Augmentation.flip());
        Recipe.Reached reached = recipe.run(net, cifar, setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test accuracy", reached.test());
        figures.put("validation accuracy", reached.validation());
        return figures;
    }

    /** LeNet-300-100, once on the digits as they are and once on digits bent anew at every sight. */
    static Map<String, Double> leNet300(Setting setting) {
        DataSet mnist = setting.data("mnist");
        Augmentation bent = Augmentation.affine(10, 0.1, 0.1).then(Augmentation.elastic(34, 4));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "test error",
                error(new Recipe(30, 128, 0.1, Recipe.momentum(5e-4), 5000, Augmentation.none()), 0.2, mnist, setting));
        figures.put(
                "test error, bent digits",
                error(new Recipe(40, 128, 0.1, Recipe.momentum(1e-5), 5000, bent), 0, mnist, setting));
        return figures;
    }

    private static double error(Recipe recipe, double dropout, DataSet mnist, Setting setting) {
        return 1
                - recipe.run(leNet300(dropout, setting.random()), mnist, setting)
                        .test();
    }

    /** 784-300-100-10 with ReLUs, and dropout in front of both hidden layers' readers. */
    private static Layer leNet300(double dropout, RandomGenerator random) {
        return Sequential.of(
                new Flatten(),
                Linear.of(784, 300, random),
                Tensor::relu,
                new Dropout(dropout),
                Linear.of(300, 100, random),
                Tensor::relu,
                new Dropout(dropout),
                Linear.of(100, 10, random));
    }
}
