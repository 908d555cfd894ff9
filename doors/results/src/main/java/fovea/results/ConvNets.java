package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.tensor.Shape;
import fovea.train.optim.Adam;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Sgd;
import fovea.zoo.CifarQuick;
import fovea.zoo.ConvNetJs;
import fovea.zoo.LeNet5;
import fovea.zoo.SmallVgg;
import fovea.zoo.ThreeLayerConvNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The first convolutional nets of the course. */
final class ConvNets {
    private static final int CLASSES = 10;
    private static final int HELD = 1_000;
    private static final double MOMENTUM = 0.9;
    private static final double DECAY = 5e-4;

    private ConvNets() {}

    /** LeNet-5 on all of MNIST, nothing distorted. */
    static Map<String, Double> leNet(Setting setting) {
        LeNet5 net = LeNet5.of(Shape.of(1, 28, 28), CLASSES, setting.random());
        OneCycleRun.Result result =
                new OneCycleRun(20, 64, 0.04).run(net, nesterov(net), test(setting.data("mnist")), setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test error", 1 - result.accuracy());
        figures.put("training s", result.seconds());
        return figures;
    }

    /** The assignment's net after one epoch of 49,000 pictures, measured on the assignment's 1,000 others. */
    static Map<String, Double> threeLayers(Setting setting) {
        DataSet cifar = setting.data("cifar10");
        ThreeLayerConvNet net = ThreeLayerConvNet.of(500, CLASSES, setting.random());
        int learned = cifar.train().size() - HELD;
        OneCycleRun.Halves data = new OneCycleRun.Halves(
                cifar.train().first(learned),
                range(cifar.train(), learned, cifar.train().size()),
                cifar.normalization());
        OneCycleRun.Result result = new OneCycleRun(1, 50, 1e-3).run(net, Adam.of(net), data, setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("validation accuracy", result.accuracy());
        figures.put("training s", result.seconds());
        return figures;
    }

    private static Source range(Source source, int from, int to) {
        List<Sample> samples = IntStream.range(from, to).mapToObj(source::get).toList();
        return new MemorySource(samples, source.classes());
    }

    /** As good a net as a few minutes allow; the assignment allows ten epochs. */
    static Map<String, Double> fewEpochs(Setting setting) {
        SmallVgg net = SmallVgg.of(32, CLASSES, setting.random());
        return color(new OneCycleRun(6, 128, 0.2, shifted(4))
                .run(net, nesterov(net), test(setting.data("cifar10")), setting));
    }

    /** Caffe's quick net. */
    static Map<String, Double> quick(Setting setting) {
        CifarQuick net = CifarQuick.of(CLASSES, setting.random());
        return color(new OneCycleRun(10, 100, 0.02, shifted(2))
                .run(net, nesterov(net), test(setting.data("cifar10")), setting));
    }

    /** The net that ConvNetJS trains in a browser. */
    static Map<String, Double> browser(Setting setting) {
        ConvNetJs net = ConvNetJs.of(CLASSES, setting.random());
        return color(new OneCycleRun(20, 64, 0.02, shifted(2))
                .run(net, nesterov(net), test(setting.data("cifar10")), setting));
    }

    private static Map<String, Double> color(OneCycleRun.Result result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test accuracy", result.accuracy());
        figures.put("training s", result.seconds());
        figures.put("images a second", result.imagesPerSecond());
        return figures;
    }

    private static OneCycleRun.Halves test(DataSet set) {
        return new OneCycleRun.Halves(set.train(), set.test(), set.normalization());
    }

    private static Augmentation shifted(int pixels) {
        return Augmentation.padAndCrop(pixels).then(Augmentation.flip());
    }

    private static Optimizer nesterov(Object net) {
        return Sgd.of(net, MOMENTUM, DECAY).withNesterov();
    }
}
