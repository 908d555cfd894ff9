package fovea.cli;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.LoaderOptions;
import fovea.data.Views;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe does beside what its numbers say.
 *
 * @param optimizer of a model, with the recipe's numbers
 * @param schedule to a highest rate
 * @param loss the mean over a batch
 * @param augmentation on top of shifts and mirroring
 * @param start how the first epochs are made cheaper
 * @param views in which the trained model is measured, or null for every picture once, as it is
 * @param preparation of a fresh model by its data, before the first step
 */
record Method(
        BiFunction<Layer, Recipe, Optimizer> optimizer,
        DoubleFunction<Schedule> schedule,
        Loss loss,
        Augmentation augmentation,
        LoaderOptions.SmallStart start,
        @Nullable Views views,
        BiConsumer<Layer, DataSet> preparation) {

    /** SGD with Nesterov momentum 0.9, one cycle of learning rates, and nothing else. */
    static final Method USUAL = new Method(
            Recipe::nesterov,
            Schedule::oneCycle,
            Loss::crossEntropy,
            Augmentation.none(),
            LoaderOptions.SmallStart.NONE,
            null,
            (_, _) -> {});

    Method withAugmentation(Augmentation other) {
        return new Method(optimizer, schedule, loss, other, start, views, preparation);
    }
}
