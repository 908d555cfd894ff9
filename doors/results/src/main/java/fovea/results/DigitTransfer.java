package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Frozen;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Row 7.9: convolutions that learned the digits 0 to 4 are left as they are, and a new classifier on them learns 5 to 9. */
final class DigitTransfer {
    private static final int CLASSES = 5;
    private static final Recipe RECIPE = new Recipe(5, 128, 2e-3, Recipe.adam(0), 500, Augmentation.none());

    private DigitTransfer() {}

    static Map<String, Double> run(Setting setting) {
        DataSet mnist = setting.data("mnist");
        RandomGenerator random = setting.random();
        Layer features = features(random);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "test accuracy, 0 to 4",
                RECIPE.run(Sequential.of(features, classifier(random)), part(mnist, 0), setting)
                        .test());
        Layer onFrozen = Sequential.of(new Frozen(features), classifier(random));
        figures.put(
                "test accuracy, 5 to 9",
                RECIPE.run(onFrozen, part(mnist, CLASSES), setting).test());
        Layer onRandom = Sequential.of(new Frozen(features(random)), classifier(random));
        figures.put(
                "test accuracy, 5 to 9 on random convolutions",
                RECIPE.run(onRandom, part(mnist, CLASSES), setting).test());
        return figures;
    }

    /** Keras' example's: two convolutions, a maximum, dropout. */
    private static Layer features(RandomGenerator random) {
        return Sequential.of(
                Conv2dLayer.of(1, 32, Window.of(3, 3), random),
                Tensor::relu,
                Conv2dLayer.of(32, 32, Window.of(3, 3), random),
                Tensor::relu,
                MaxPoolLayer.of(2),
                new Dropout(0.25),
                new Flatten());
    }

    private static Layer classifier(RandomGenerator random) {
        return Sequential.of(
                Linear.of(32 * 12 * 12, 128, random), Tensor::relu, new Dropout(0.5), Linear.of(128, CLASSES, random));
    }

    /** The five digits from {@code first} on. */
    private static DataSet part(DataSet mnist, int first) {
        Source train = part(mnist.train(), first);
        return new DataSet(mnist.name(), train, part(mnist.test(), first), mnist.normalization(), List.of());
    }

    private static Source part(Source source, int first) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            Sample sample = source.get(i);
            int label = sample.label() - first;
            if (label >= 0 && label < CLASSES) {
                samples.add(new Sample(sample.name(), sample.image(), label));
            }
        }
        return new MemorySource(samples, source.classes().subList(first, first + CLASSES));
    }
}
