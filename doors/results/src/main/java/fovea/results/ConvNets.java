package fovea.results;

import fovea.data.Augmentation;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.train.optim.Adam;
import fovea.zoo.CifarQuick;
import fovea.zoo.ConvNetJs;
import fovea.zoo.LeNet5;
import fovea.zoo.SmallVgg;
import fovea.zoo.ThreeLayerConvNet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first convolutional nets of the course. */
final class ConvNets {
    private static final int CLASSES = 10;
    private static final int HELD = 1_000;
    private static final double DECAY = 5e-4;

    private ConvNets() {}

    /** LeNet-5 on all of MNIST, nothing distorted. */
    static Map<String, Double> leNet(Setting setting) {
        LeNet5 net = LeNet5.of(Shape.of(1, 28, 28), CLASSES, setting.random());
        Recipe.Reached reached = new Recipe(20, 64, 0.04, Recipe.momentum(DECAY), 0, Augmentation.none())
                .run(net, setting.data("mnist"), setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test error", 1 - reached.test());
        figures.put("training s", reached.seconds());
        return figures;
    }

    /** The assignment's net after one epoch of 49,000 pictures, measured on the assignment's 1,000 others. */
    static Map<String, Double> threeLayers(Setting setting) {
        ThreeLayerConvNet net = ThreeLayerConvNet.of(500, CLASSES, setting.random());
        Recipe.Reached reached =
                new Recipe(1, 50, 1e-3, Adam::of, HELD, Augmentation.none()).run(net, setting.data("cifar10"), setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("validation accuracy", reached.validation());
        figures.put("training s", reached.seconds());
        return figures;
    }

    /** As good a net as a few minutes allow; the assignment allows ten epochs. */
    static Map<String, Double> fewEpochs(Setting setting) {
        return color(6, 128, 0.2, 4, SmallVgg.of(32, CLASSES, setting.random()), setting);
    }

    /** Caffe's quick net. */
    static Map<String, Double> quick(Setting setting) {
        return color(10, 100, 0.02, 2, CifarQuick.of(CLASSES, setting.random()), setting);
    }

    /** The net that ConvNetJS trains in a browser. */
    static Map<String, Double> browser(Setting setting) {
        return color(20, 64, 0.02, 2, ConvNetJs.of(CLASSES, setting.random()), setting);
    }

    /** CIFAR-10, mirrored and shifted by so many pixels. */
    private static Map<String, Double> color(
            int epochs, int batch, double peak, int shift, Layer net, Setting setting) {
        Augmentation moved = Augmentation.padAndCrop(shift).then(Augmentation.flip());
        Recipe.Reached reached = new Recipe(epochs, batch, peak, Recipe.momentum(DECAY), 0, moved)
                .run(net, setting.data("cifar10"), setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test accuracy", reached.test());
        figures.put("training s", reached.seconds());
        figures.put("images a second", reached.imagesPerSecond());
        return figures;
    }
}
