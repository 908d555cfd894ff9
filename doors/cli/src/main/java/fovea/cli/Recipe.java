package fovea.cli;

import fovea.data.Augmentation;
import fovea.data.LoaderOptions;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;

/**
 * How a model is trained: SGD with Nesterov momentum 0.9, one cycle of learning rates, shifted and mirrored images.
 *
 * @param lr the highest learning rate
 * @param weightDecay of all parameters
 * @param shift up to so many pixels, any way
 * @param mirror every second image
 */
record Recipe(String model, int epochs, int batchSize, double lr, double weightDecay, int shift, boolean mirror) {
    private static final double MOMENTUM = 0.9;

    /** What works for a set and a model; measured on the sets named, guessed for folders. */
    static Recipe of(String data, String model) {
        boolean digits = data.equals("mnist");
        boolean scenes = data.equals("scenes"); // every picture is drawn shifted, turned and mirrored as it is
        boolean mirror = !digits;
        return switch (model) {
            case "linear" -> new Recipe(model, 5, 128, 0.02, 0, 0, false);
            case "mlp" -> new Recipe(model, 10, 128, 0.05, 1e-4, 0, false);
            case "lenet5" -> new Recipe(model, digits ? 5 : 20, 64, 0.05, 5e-4, digits ? 1 : 2, mirror);
            default ->
                scenes
                        ? new Recipe(model, 3, 64, 0.1, 5e-4, 0, false)
                        : new Recipe(model, digits ? 3 : 10, 128, 0.2, 5e-4, digits ? 2 : 4, mirror);
        };
    }

    /** The model a set gets where none is named. */
    static String modelFor(String data) {
        return data.equals("mnist") || data.equals("fashion-mnist") ? "lenet5" : "resnet20";
    }

    Recipe with(int epochs, int batchSize, double lr) {
        return new Recipe(model, epochs, batchSize, lr, weightDecay, shift, mirror);
    }

    Optimizer optimizer(Object trained) {
        return Sgd.of(trained, MOMENTUM, weightDecay).withNesterov();
    }

    Schedule schedule() {
        return Schedule.oneCycle(lr);
    }

    LoaderOptions loading(long seed) {
        Augmentation shifted = shift == 0 ? Augmentation.none() : Augmentation.padAndCrop(shift);
        return LoaderOptions.training(batchSize, seed)
                .withAugmentation(mirror ? shifted.then(Augmentation.flip()) : shifted);
    }
}
