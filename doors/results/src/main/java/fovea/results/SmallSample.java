package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.zoo.SmallVgg;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Row 7.8: what flips, crops and holes gain where pictures are few.
 *
 * @param pictures to learn from, the first of the training half
 */
record SmallSample(int pictures, int epochs) {
    private static final int CLASSES = 10;
    private static final int WIDTH = 16;

    Map<String, Double> run(Setting setting) {
        DataSet cifar = setting.data("cifar10");
        DataSet few = DataSet.of(cifar.name(), cifar.train().first(pictures), cifar.test());
        Augmentation flip = Augmentation.flip();
        Augmentation crop = Augmentation.padAndCrop(4);
        Augmentation cutout = Augmentation.cutout(8);
        double none = accuracy("none", Augmentation.none(), few, setting);
        double flipped = accuracy("flips", flip, few, setting);
        double cropped = accuracy("flips and crops", crop.then(flip), few, setting);
        double all = accuracy("flips, crops and holes", crop.then(flip).then(cutout), few, setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("gain of flips", flipped - none);
        figures.put("gain of all three", all - none);
        figures.put("gain of flips and crops", cropped - none);
        figures.put("test accuracy, nothing changed", none);
        figures.put("test accuracy, all three", all);
        return figures;
    }

    private double accuracy(String name, Augmentation augmentation, DataSet set, Setting setting) {
        Recipe recipe = new Recipe(epochs, 128, 0.1, Recipe.momentum(5e-4), 0, augmentation);
        double reached = recipe.run(SmallVgg.of(WIDTH, CLASSES, setting.random()), set, setting)
                .test();
        setting.tell("%s: %.4f".formatted(name, reached));
        return reached;
    }
}
