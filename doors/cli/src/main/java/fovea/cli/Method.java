package fovea.cli;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.nn.Layer;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;

/**
 * What a recipe does beside what its numbers say.
 *
 * @param optimizer of a model, with the recipe's numbers
 * @param schedule to a highest rate
 * @param augmentation on top of shifts and mirroring
 * @param answering the model as it is measured: itself, or its mean over several views of a picture
 * @param preparation of a fresh model by its data, before the first step
 */
record Method(
        BiFunction<Layer, Recipe, Optimizer> optimizer,
        DoubleFunction<Schedule> schedule,
        Augmentation augmentation,
        UnaryOperator<Layer> answering,
        BiConsumer<Layer, DataSet> preparation) {

    /** SGD with Nesterov momentum 0.9, one cycle of learning rates, and nothing else. */
    static final Method USUAL = new Method(
            Recipe::nesterov, Schedule::oneCycle, Augmentation.none(), UnaryOperator.identity(), (_, _) -> {});

    Method withAugmentation(Augmentation other) {
        return new Method(optimizer, schedule, other, answering, preparation);
    }
}
