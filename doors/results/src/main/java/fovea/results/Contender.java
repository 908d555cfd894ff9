package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.nn.Layer;
import fovea.nn.summary.Summary;
import fovea.tensor.Shape;
import fovea.train.Precision;
import fovea.train.TrainEvent;
import fovea.train.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A net of lecture 9 and how it learns CIFAR-10: mirrored, shifted by up to 4 pixels, in batches of 128, the rate in one cycle, forward passes
 * mixed with bf16. All are trained alike but for epochs and rate, so that what they cost and what they reach can be compared.
 *
 * @param name as the page calls it
 * @param peak the highest rate
 */
record Contender(String name, int epochs, double peak, Maker maker) {
    private static final int BATCH = 128;
    private static final int SHIFT = 4;
    private static final double DECAY = 5e-4;
    private static final double BYTES = 4;

    /** How to make a net for images {@code [C, H, W]}. */
    @FunctionalInterface
    interface Maker {
        Layer of(Shape image, int classes, RandomGenerator random);
    }

    /**
     * What came of it.
     *
     * @param net with the weights of the end
     * @param loss the mean of the last epoch's steps, on pictures as they were mirrored and shifted
     */
    record Outcome(Layer net, Recipe.Reached reached, double loss) {}

    /** Trains a fresh one. */
    Outcome train(Setting setting) {
        DataSet cifar = setting.data("cifar10");
        Layer net = maker.of(image(cifar), cifar.classes().size(), setting.random());
        setting.tell(name);
        Augmentation moved = Augmentation.padAndCrop(SHIFT).then(Augmentation.flip());
        double[] loss = new double[1];
        Recipe recipe = new Recipe(epochs, BATCH, peak, Recipe.momentum(DECAY), 0, moved, Precision.BF16);
        Recipe.Reached reached = recipe.run(net, cifar, Schedule.oneCycle(peak), setting, event -> {
            if (event instanceof TrainEvent.EpochDone done) {
                loss[0] = done.trained().loss();
            }
        });
        return new Outcome(net, reached, loss[0]);
    }

    /** What a net reached and what it costs, each figure under its name; {@link Network} reads them again. */
    Map<String, Double> figures(Outcome outcome, Setting setting) {
        Shape image = image(setting.data("cifar10"));
        Summary summary = Summary.of(outcome.net, Shape.of(1, image.size(0), image.size(1), image.size(2)));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(Network.ACCURACY + name, outcome.reached.test());
        figures.put(Network.PARAMETERS + name, (double) summary.parameters());
        figures.put(Network.MULTIPLY_ADDS + name, (double) summary.multiplyAdds());
        figures.put(Network.MEMORY + name, summary.activations() * BYTES / 1e6);
        figures.put(Network.SECONDS + name, outcome.reached.seconds());
        return figures;
    }

    /** All figures of several nets, one after the other. */
    static Map<String, Double> compare(List<Contender> nets, Setting setting) {
        Map<String, Double> figures = new LinkedHashMap<>();
        nets.forEach(net -> figures.putAll(net.figures(net.train(setting), setting)));
        return figures;
    }

    private static Shape image(DataSet set) {
        return Shape.of(
                set.train().channels(), set.train().height(), set.train().width());
    }
}
