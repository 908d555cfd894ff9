package fovea.results;

import fovea.classic.filter.Fingerprint;
import fovea.classic.filter.Templates;
import fovea.data.DataSet;
import fovea.device.Region;
import fovea.nn.Conv2dLayer;
import fovea.nn.Flatten;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.optim.Adam;
import fovea.train.optim.Schedule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Eights against ones by the largest answers of eight edge filters, and then by eight filters that are learned. */
final class EdgeFingerprints {
    private static final int EIGHT = 8;
    private static final int ONE = 1;

    /** TensorFlow's tutorials held the first 5,000 back. */
    private static final int HELD = 5_000;

    private static final int EPOCHS = 12;
    private static final int BATCH = 64;

    private EdgeFingerprints() {}

    static Map<String, Double> run(Setting setting) {
        DataSet mnist = setting.data("mnist");
        Examples all = Examples.of(mnist.train());
        Examples train = all.range(HELD, all.size());
        Examples test = Examples.of(mnist.test());
        Map<String, Double> figures = new LinkedHashMap<>(byTemplates(of(train, EIGHT), of(train, ONE)));
        figures.putAll(learned(pairs(train), pairs(test), setting));
        return figures;
    }

    private static Examples of(Examples examples, int digit) {
        return examples.at(examples.where(label -> label == digit));
    }

    private static Examples pairs(Examples examples) {
        Examples both = examples.at(examples.where(label -> label == EIGHT || label == ONE));
        int[] isEight = Arrays.stream(both.labels())
                .map(label -> label == EIGHT ? 1 : 0)
                .toArray();
        return new Examples(both.height(), both.width(), both.pixels(), isEight);
    }

    /** Nothing is learned but two means; measured on the pictures they are the means of, as the notebook does. */
    static Map<String, Double> byTemplates(Examples eights, Examples ones) {
        return Region.run(() -> {
            Tensor eight = Fingerprint.ofEdges().of(eights.x());
            Tensor one = Fingerprint.ofEdges().of(ones.x());
            Templates templates = Templates.of(List.of(one, eight));
            double hit = count(templates.nearest(eight), 1);
            double alarm = count(templates.nearest(one), 1);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("accuracy", (hit + ones.size() - alarm) / (eights.size() + ones.size()));
            figures.put("true positives", hit);
            figures.put("false positives", alarm);
            figures.put("false negatives", eights.size() - hit);
            figures.put("true negatives", ones.size() - alarm);
            return figures;
        });
    }

    private static double count(Tensor answers, int wanted) {
        return Arrays.stream(answers.toInts()).filter(a -> a == wanted).count();
    }

    /** The same net, its filters and the linear layer that replaces the templates learned by Adam. */
    private static Map<String, Double> learned(Examples train, Examples test, Setting setting) {
        RandomGenerator random = setting.random();
        Sequential net = Sequential.of(
                Conv2dLayer.of(1, 8, Window.of(3, 3).withPadding(1), random),
                MaxPoolLayer.of(7),
                new Flatten(),
                Linear.of(8 * 4 * 4, 2, random));
        Steps steps = Steps.of(net, Adam.of(net), Loss::crossEntropy, RandomStream.of(setting.seed()));
        Schedule schedule = Schedule.oneCycle(0.02);
        int batches = train.size() / BATCH;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            int[] order = Examples.order(train.size(), random);
            for (int b = 0; b < batches; b++) {
                Examples batch = train.at(Arrays.copyOfRange(order, b * BATCH, (b + 1) * BATCH));
                steps.learn(batch, schedule.at((long) epoch * batches + b, (long) EPOCHS * batches));
            }
            setting.tell("learned filters, epoch %d: error %.4f".formatted(epoch + 1, steps.error(train)));
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("learned filters' accuracy", 1 - steps.error(train));
        figures.put("learned filters' test accuracy", 1 - steps.error(test));
        return figures;
    }
}
