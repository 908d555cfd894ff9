package fovea.results;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.classic.feature.Feature;
import fovea.classic.feature.Hog;
import fovea.classic.feature.HueHistogram;
import fovea.classic.feature.PatchCode;
import fovea.classic.feature.PatchCode.PatchSize;
import fovea.classic.linear.BoundNewton;
import fovea.classic.linear.Examples;
import fovea.classic.linear.LinearClassifier;
import fovea.classic.linear.QuasiNewton;
import fovea.classic.linear.Scaling;
import fovea.classic.linear.SquaredHinges;
import fovea.data.DataSet;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.nn.loss.MulticlassSvm;
import fovea.tensor.DType;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Classifiers of features made by hand or learned without labels. */
final class FeatureClassifiers {
    private static final int HELD = 1000;
    private static final int HIDDEN = 1000;
    private static final int EPOCHS = 10;
    private static final int BATCH = 100;

    /** Of 0.1 (the paper's), 0.5 and 2 the best on held-out pictures with 400 centers: .705, .718 and .707 of the JPEG copy. */
    private static final double WHITENING_FLOOR = 0.5;

    private FeatureClassifiers() {}

    /** A support vector machine on 144 numbers of edges and 10 of color. */
    static Map<String, Double> supportVectors(Setting setting) {
        Split features = edgesAndColors(setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        LinearClassifier best = features.fit(
                setting,
                figures,
                new MulticlassSvm().withSquared(true),
                QuasiNewton.of(150),
                List.of(1e-4, 1e-3, 1e-2),
                false);
        figures.put("test accuracy", best.accuracy(features.test()));
        figures.put(
                "test accuracy of the first 1,000",
                best.accuracy(features.test().part(0, HELD)));
        return figures;
    }

    /** A net of two layers on the same features. */
    static Map<String, Double> net(Setting setting) {
        Split features = edgesAndColors(setting);
        SplittableRandom random = setting.random();
        Layer net = Sequential.of(
                Linear.of(features.train().features(), HIDDEN, random),
                Tensor::relu,
                new Dropout(0.5),
                Linear.of(HIDDEN, features.train().classes(), random));
        train(setting, net, features, random);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("validation accuracy", accuracy(net, features.held()));
        figures.put("test accuracy", accuracy(net, features.test()));
        figures.put(
                "test accuracy of the first 1,000",
                accuracy(net, features.test().part(0, HELD)));
        return figures;
    }

    private static void train(Setting setting, Layer net, Split features, SplittableRandom random) {
        Sgd sgd = Sgd.of(net, 0.9, 1e-4).withNesterov();
        RandomStream masks = RandomStream.of(random.nextLong());
        Examples all = features.train();
        Compiled step = Compiled.of(in -> {
            Tensor x = all.x().take(0, in.getFirst());
            Tensor labels = all.labels().take(0, in.getFirst());
            ValueAndGradients found = Autograd.valueAndGradients(
                    net.parameters(), () -> Pass.training(masks, () -> Loss.crossEntropy(net.forward(x), labels)));
            sgd.step(found.gradients());
            return List.of(found.value());
        });
        Schedule schedule = Schedule.cosine(0.01);
        int batches = all.count() / BATCH;
        int[] order = new int[all.count()];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < EPOCHS * batches; i++) {
            if (i % batches == 0) {
                shuffle(order, random);
                setting.tell("epoch %d: validation %.4f".formatted(i / batches, accuracy(net, features.held())));
            }
            int from = i % batches * BATCH;
            sgd.setLearningRate(schedule.at(i, (long) EPOCHS * batches));
            Tensor places = Tensor.of(Shape.of(BATCH), Arrays.copyOfRange(order, from, from + BATCH));
            Region.run(() -> step.run(places));
        }
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private static double accuracy(Layer net, Examples examples) {
        Tensor right = Region.run(() -> net.forward(examples.x())
                .argmax(1)
                .cast(DType.I32)
                .eq(examples.labels())
                .cast(DType.F64)
                .mean());
        return right.item();
    }

    private static Split edgesAndColors(Setting setting) {
        DataSet set = setting.data("cifar10");
        Feature feature = Feature.all(Hog.compact(), new HueHistogram(10));
        Split raw = Split.of(feature.of(set.train()), feature.of(set.test()), HELD);
        setting.tell("features computed");
        return raw.scaled(Scaling.standardizing(raw.train().x()));
    }

    /** A support vector machine on codes of learned patches. */
    static Map<String, Double> patches(Setting setting, int centers) {
        DataSet set = setting.data("cifar10");
        long start = System.nanoTime();
        PatchCode code = PatchCode.learn(
                set.train(), new PatchSize(6, 1), 400_000, centers, 10, WHITENING_FLOOR, setting.random());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("k-means s", seconds(start));
        setting.tell("%d centers in %.0f s".formatted(centers, seconds(start)));
        long coding = System.nanoTime();
        List<Examples> parts = Region.run(() -> {
            Split raw = Split.of(bothWays(code, set.train()), bothWays(code, set.test()), 5000);
            Split scaled = raw.scaled(Scaling.standardizing(raw.train().x(), 0.01));
            return List.of(scaled.train(), scaled.held(), scaled.test());
        });
        Split split = new Split(parts.get(0), parts.get(1), parts.get(2));
        figures.put("features s", seconds(coding));
        setting.tell("features in %.0f s".formatted(seconds(coding)));
        long fitting = System.nanoTime();
        LinearClassifier best =
                split.fit(setting, figures, new SquaredHinges(), BoundNewton.of(30), List.of(1e-3, 3e-3), true);
        figures.put("fit s", seconds(fitting));
        figures.put("all s", seconds(start));
        figures.put("test accuracy", best.accuracy(split.test()));
        return figures;
    }

    /** Codes of pictures and of their mirror images, added: what is learned of one holds for the other. */
    private static Examples bothWays(PatchCode code, Source source) {
        List<Sample> mirrored = IntStream.range(0, source.size())
                .mapToObj(source::get)
                .map(sample -> new Sample(sample.name(), sample.image().mirrored(), sample.label()))
                .toList();
        return Region.run(() -> {
            Examples plain = code.of(source);
            Examples turned = code.of(new MemorySource(mirrored, source.classes()));
            return new Examples(plain.x().add(turned.x()), plain.labels(), plain.classes());
        });
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
