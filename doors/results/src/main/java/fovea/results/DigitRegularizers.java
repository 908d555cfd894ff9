package fovea.results;

import fovea.data.Augmentation;
import fovea.data.Batch;
import fovea.data.DataSet;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.device.Region;
import fovea.nn.Conv2dLayer;
import fovea.nn.DropConnect;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.metric.Logits;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Sgd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Rows 6.5, 7.3 and 7.4: maxout, dropout and DropConnect on MNIST. */
final class DigitRegularizers {
    private static final int PIXELS = 784;
    private static final int CLASSES = 10;
    private static final int HELD = 1000;
    private static final int VOTERS = 5;
    private static final int AT_ONCE = 500;
    private static final int FLAT_EPOCHS = 120;

    /** Three times as much, which learns faster without dropout, drives nets with it back after some twenty epochs. */
    private static final double PEAK = 0.03;

    private DigitRegularizers() {}

    /** Maxout units in a fully connected net and in a convolutional one. */
    static Map<String, Double> maxout(Setting setting) {
        DataSet mnist = setting.data("mnist");
        RandomGenerator random = setting.random();
        Layer flat = Sequential.of(
                new Flatten(),
                new Dropout(0.2),
                Linear.of(PIXELS, 240 * 5, random),
                x -> x.maxout(5),
                new Dropout(0.5),
                Linear.of(240, 240 * 5, random),
                x -> x.maxout(5),
                new Dropout(0.5),
                Linear.of(240, CLASSES, random));
        Layer convolving = Sequential.of(
                new Dropout(0.2),
                Conv2dLayer.of(1, 32 * 2, Window.of(5, 5).withPadding(2), random),
                x -> x.maxout(2),
                MaxPoolLayer.of(2),
                new Dropout(0.25),
                Conv2dLayer.of(32, 32 * 2, Window.of(5, 5).withPadding(2), random),
                x -> x.maxout(2),
                MaxPoolLayer.of(2),
                new Dropout(0.5),
                Conv2dLayer.of(32, 32 * 4, Window.of(3, 3).withPadding(1), random),
                x -> x.maxout(4),
                MaxPoolLayer.of(2),
                new Flatten(),
                new Dropout(0.5),
                Linear.of(32 * 3 * 3, CLASSES, random));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "test error, fully connected",
                error(new Recipe(FLAT_EPOCHS, 100, PEAK, bounded(1.9365), HELD, none()), flat, mnist, setting));
        figures.put(
                "test error, convolutional",
                error(new Recipe(20, 100, PEAK, bounded(1.9365), HELD, none()), convolving, mnist, setting));
        return figures;
    }

    /** Three hidden layers with dropout and bounded weights, and the same ones without either. */
    static Map<String, Double> dropout(Setting setting) {
        DataSet mnist = setting.data("mnist");
        Map<String, Double> figures = new LinkedHashMap<>();
        double with = error(
                new Recipe(FLAT_EPOCHS, 100, PEAK, bounded(2), HELD, none()),
                rectifiers(0.2, 0.5, setting.random()),
                mnist,
                setting);
        double without = error(
                new Recipe(FLAT_EPOCHS, 100, PEAK, Recipe.momentum(0), HELD, none()),
                rectifiers(0, 0, setting.random()),
                mnist,
                setting);
        figures.put("test error", with);
        figures.put("test error without dropout", without);
        figures.put("gain", without - with);
        return figures;
    }

    private static Layer rectifiers(double input, double hidden, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>(List.of(new Flatten(), new Dropout(input)));
        int in = PIXELS;
        for (int i = 0; i < 3; i++) {
            layers.addAll(List.<Layer>of(Linear.of(in, 1024, random), Tensor::relu, new Dropout(hidden)));
            in = 1024;
        }
        layers.add(Linear.of(in, CLASSES, random));
        return new Sequential(layers);
    }

    /** Two layers of which half the weights are left out at random, and five convolutional nets with one such layer that vote. */
    static Map<String, Double> dropConnect(Setting setting) {
        DataSet mnist = setting.data("mnist");
        RandomGenerator random = setting.random();
        Layer flat = Sequential.of(
                new Flatten(),
                new DropConnect(Linear.of(PIXELS, 800, random), 0.5),
                Tensor::relu,
                new DropConnect(Linear.of(800, 800, random), 0.5),
                Tensor::relu,
                Linear.of(800, CLASSES, random));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "test error, 800-800",
                error(new Recipe(FLAT_EPOCHS, 100, PEAK, Recipe.momentum(0), HELD, none()), flat, mnist, setting));
        Recipe bent = new Recipe(12, 100, 0.05, Recipe.momentum(0), HELD, Augmentation.affine(15, 0.15, 0.15));
        List<Layer> voters = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < VOTERS; i++) {
            Setting own = new Setting(setting.sets(), setting.seed() + i, setting.progress());
            Layer net = convolving(new SplittableRandom(own.seed()));
            sum += error(bent, net, mnist, own);
            voters.add(net);
        }
        figures.put("test error, convolutional", sum / VOTERS);
        figures.put("test error, vote of 5", voted(voters, mnist));
        return figures;
    }

    /** The paper's of section 6.2: convolutions of 32 and 64 maps, 150 units with DropConnect. */
    private static Layer convolving(RandomGenerator random) {
        return Sequential.of(
                Conv2dLayer.of(1, 32, Window.of(5, 5), random),
                Tensor::relu,
                MaxPoolLayer.of(2),
                Conv2dLayer.of(32, 64, Window.of(5, 5), random),
                Tensor::relu,
                MaxPoolLayer.of(2),
                new Flatten(),
                new DropConnect(Linear.of(64 * 4 * 4, 150, random), 0.5),
                Tensor::relu,
                Linear.of(150, CLASSES, random));
    }

    private static double error(Recipe recipe, Layer net, DataSet mnist, Setting setting) {
        return 1 - recipe.run(net, mnist, setting).test();
    }

    private static Function<Layer, Optimizer> bounded(double most) {
        return model -> Sgd.of(model, 0.9, 0).withNesterov().withMaxNorm(most);
    }

    private static Augmentation none() {
        return Augmentation.none();
    }

    /** The share of the test half where the mean of the nets' probabilities is not largest at the label. */
    private static double voted(List<Layer> voters, DataSet set) {
        int wrong = 0;
        Loader test = new Loader(set.test(), set.normalization(), LoaderOptions.evaluation(AT_ONCE));
        try (Epoch epoch = test.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                Logits mean = Region.run(() -> {
                    Tensor x = pixels(batch);
                    Tensor p = voters.stream()
                            .map(net -> net.forward(x).softmax())
                            .reduce(Tensor::add)
                            .orElseThrow();
                    return new Logits(p.toArray(), CLASSES);
                });
                for (int n = 0; n < batch.size(); n++) {
                    wrong += mean.best(n) == batch.labels()[n] ? 0 : 1;
                }
            }
        }
        return (double) wrong / set.test().size();
    }

    /** A batch of gray pictures, {@code [N, 1, H, W]}. */
    static Tensor pixels(Batch batch) {
        int area = batch.height() * batch.width();
        float[] pixels = java.util.Arrays.copyOf(batch.pixels(), batch.size() * area);
        return Tensor.of(Shape.of(batch.size(), 1, batch.height(), batch.width()), pixels);
    }
}
