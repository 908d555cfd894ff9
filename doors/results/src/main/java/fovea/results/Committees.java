package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.train.Ensemble;
import fovea.train.Evaluator;
import fovea.train.TrainEvent;
import fovea.train.optim.Schedule;
import fovea.zoo.LeNet5;
import fovea.zoo.SmallVgg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Row 7.7: five nets that answer together, on digits and on small photographs, and the two ends of one run whose rate falls twice.
 *
 * @param epochs of each member, and of that run
 */
record Committees(int epochs) {
    private static final int CLASSES = 10;
    private static final int MEMBERS = 5;
    private static final int WIDTH = 16;

    private interface Making {
        Layer of(RandomGenerator random);
    }

    Map<String, Double> run(Setting setting) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Recipe digits = new Recipe(epochs, 64, 0.05, Recipe.momentum(5e-4), 0, Augmentation.none());
        vote("mnist", digits, random -> LeNet5.of(Shape.of(1, 28, 28), CLASSES, random), setting, figures);
        Recipe photographs = new Recipe(
                epochs,
                128,
                0.1,
                Recipe.momentum(5e-4),
                0,
                Augmentation.padAndCrop(4).then(Augmentation.flip()));
        vote("cifar10", photographs, random -> SmallVgg.of(WIDTH, CLASSES, random), setting, figures);
        snapshots(photographs, setting, figures);
        return figures;
    }

    /** Members that differ by their seed alone, and what they are together. */
    private static void vote(String set, Recipe recipe, Making making, Setting setting, Map<String, Double> figures) {
        DataSet data = setting.data(set);
        List<Layer> members = new ArrayList<>();
        double best = 0;
        double sum = 0;
        for (int i = 0; i < MEMBERS; i++) {
            Setting own = new Setting(setting.sets(), setting.seed() + i, setting.progress());
            Layer net = making.of(new SplittableRandom(own.seed()));
            double reached = recipe.run(net, data, own).test();
            setting.tell("%s, member %d: %.4f".formatted(set, i + 1, reached));
            best = Math.max(best, reached);
            sum += reached;
            members.add(net);
        }
        double together = accuracy(new Ensemble(members), data);
        figures.put(set + ", mean of five", sum / MEMBERS);
        figures.put(set + ", best of five", best);
        figures.put(set + ", five together", together);
        figures.put(set + ", gain over the best", together - best);
    }

    /** One run as long as a member's, with a rate that falls twice, and what both ends of it are together. */
    private static void snapshots(Recipe recipe, Setting setting, Map<String, Double> figures) {
        int cycles = 2;
        DataSet data = setting.data("cifar10");
        Layer net = SmallVgg.of(WIDTH, CLASSES, setting.random());
        List<Layer> kept = new ArrayList<>();
        Consumer<TrainEvent> keeping = event -> {
            if (event instanceof TrainEvent.EpochDone done && done.at().epoch() % (recipe.epochs() / cycles) == 0) {
                kept.add(copy(net, SmallVgg.of(WIDTH, CLASSES, setting.random())));
            }
        };
        double last = recipe.run(net, data, Schedule.snapshots(recipe.peak(), cycles), setting, keeping)
                .test();
        double together = accuracy(new Ensemble(kept), data);
        figures.put("cifar10, snapshots together", together);
        figures.put("cifar10, snapshots' gain over the last", together - last);
    }

    private static Layer copy(Layer from, Layer to) {
        Map<String, Variable> variables = Variables.of(from).named();
        Variables.of(to)
                .named()
                .forEach((name, variable) -> variable.set(Tensor.of(
                        variable.shape(),
                        Objects.requireNonNull(variables.get(name)).get().toArray())));
        return to;
    }

    private static double accuracy(Layer net, DataSet set) {
        Loader test = Recipe.whole(set.test(), set);
        return new Evaluator(net, Loss::crossEntropy).run(test).accuracy();
    }
}
