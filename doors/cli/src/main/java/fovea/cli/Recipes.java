package fovea.cli;

import fovea.data.Augmentation;
import fovea.train.Precision;
import java.util.List;

/** Recipes with names of their own, each of a set and a model: {@code fovea train --recipe mnist-lenet5}. */
final class Recipes {
    private static final List<Named> ALL = List.of(
            new Named(
                    "what LeNet-5 learns of MNIST in 20 epochs, nothing distorted",
                    "mnist",
                    new Recipe("lenet5", 20, 64, 0.04, 5e-4, 0, false).named("mnist-lenet5"),
                    Method.USUAL),
            new Named(
                    "one ResNet-20 on digits that are shifted, turned, slanted and bent, weights averaged",
                    "mnist",
                    new Recipe("resnet20", 30, 128, 0.1, 5e-4, 2, false)
                            .with(new Recipe.Extras(Precision.F32, 1, 0.995, 0, 0, 1))
                            .named("mnist-best"),
                    // Half of what Ciresan et al. (2010, section 2) and Simard et al. (2003, section 2) took: both at
                    // once.
                    Method.USUAL.withAugmentation(
                            Augmentation.affine(10, 0.1, 0.1).then(Augmentation.elastic(17, 4)))),
            new Named("the fastest way known to learn CIFAR-10", "cifar10", FastCifar.RECIPE, FastCifar.METHOD));

    private Recipes() {}

    /**
     * A recipe.
     *
     * @param purpose in half a sentence
     * @param data that it is for
     */
    record Named(String purpose, String data, Recipe recipe, Method method) {
        String name() {
            return recipe.name();
        }
    }

    /** All of them. */
    static List<Named> all() {
        return ALL;
    }

    static Named named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        "there is no recipe called " + name,
                        "choose one of "
                                + String.join(
                                        ", ", ALL.stream().map(Named::name).toList())));
    }
}
