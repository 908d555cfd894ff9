package fovea.cli;

import fovea.data.DataSet;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.zoo.Airbench;
import fovea.zoo.LeNet5;
import fovea.zoo.LinearClassifier;
import fovea.zoo.Mlp;
import fovea.zoo.ResNet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Models by the names a person chooses them by. */
final class Models {
    static final List<String> NAMES = List.of("linear", "mlp", "lenet5", "resnet20");

    /** A model that is nothing without the recipe that readies it, so that nobody chooses it by name: see {@link FastCifar}. */
    private static final String AIRBENCH = "airbench";

    private Models() {}

    /**
     * A fresh model.
     *
     * @param name one of {@link #NAMES}, or a recipe's
     * @param image {@code [C, H, W]}
     */
    static Layer of(String name, Shape image, int classes, RandomGenerator random) {
        return switch (name) {
            case "linear" -> LinearClassifier.of(image, classes, random);
            case "mlp" -> Mlp.of(image, Mlp.HIDDEN, classes, random);
            case "lenet5" -> LeNet5.of(image, classes, random);
            case AIRBENCH -> Airbench.of(List.of(64, 256, 256), classes, random);
            case "resnet20" -> ResNet.cifar(20, image.size(0), classes, random);
            default ->
                throw new CommandException(
                        "there is no model called " + name, "choose one of " + String.join(", ", NAMES));
        };
    }

    /** A fresh model for a set, the same for the same seed. */
    static Layer of(String name, DataSet set, long seed) {
        return of(name, image(set), set.classes().size(), new SplittableRandom(seed).split());
    }

    /** What a set's images are, {@code [C, H, W]}. */
    static Shape image(DataSet set) {
        return Shape.of(
                set.train().channels(), set.train().height(), set.train().width());
    }
}
